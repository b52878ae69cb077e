/**
 * A scenario is a journal with a title (DECISIONS.md 1.7): the ground, the images, the traffic and timed steps, all of
 * them requests. One schema and one compiler for scenarios, lesson solutions, share links and bug reports.
 */
import type { By, Request } from './protocol';

export interface Scenario {
  readonly version: 1;
  /** Folder name: its identity in links. */
  readonly slug: string;
  readonly title: { readonly en: string; readonly ko: string };
  readonly seed: number;
  /** The page starts to show the run here: everything before it is the scenario settling. */
  readonly opensAtMs: number;
  readonly files: readonly ScenarioFile[];
  readonly requests: readonly TimedRequest[];
}

/** A document of the scenario's folder that the learner gets to see and edit. */
export interface ScenarioFile {
  readonly name: string;
  readonly text: string;
}

export interface TimedRequest {
  readonly atMs: number;
  readonly by: By;
  readonly request: Request;
}

/** `scenario.yaml` as written. */
export interface ScenarioDocument {
  readonly version: 1;
  readonly title: { readonly en: string; readonly ko: string };
  readonly seed?: number;
  readonly opensAt?: string;
  readonly ground: {
    readonly region?: string;
    readonly zones: readonly string[];
    readonly instances?: readonly Readonly<Record<string, unknown>>[];
    /** Instances under an Auto Scaling group: name, bootstrap, instanceType, zones, min, max, desired. */
    readonly groups?: readonly Readonly<Record<string, unknown>>[];
    /** The EKS cluster as an eksctl ClusterConfig describes it, in the file of that name or here: its managed and
     *  self-managed node groups and its Fargate profiles are there from the start. */
    readonly clusterConfig?: string | Readonly<Record<string, unknown>>;
    /** EKS add-ons on every node: `vpc-cni`, `kube-proxy`. */
    readonly addons?: readonly string[];
  };
  readonly images?: readonly Readonly<Record<string, unknown>>[];
  readonly clusters?: readonly string[];
  readonly loadBalancers?: readonly {
    readonly name: string;
    readonly targetGroup: string;
    readonly port?: number;
    readonly targetType?: 'ip' | 'instance';
    readonly attributes?: Readonly<Record<string, number>>;
  }[];
  /** Queues of SQS: attributes as CreateQueue takes them. */
  readonly queues?: readonly {
    readonly name: string;
    readonly attributes?: Readonly<Record<string, string | number>>;
  }[];
  /** To a load balancer or to a queue: requests or messages a second, or a shape. */
  readonly traffic?: readonly Readonly<Record<string, unknown>>[];
  readonly steps?: readonly ScenarioStep[];
}

export type ScenarioStep = { readonly at?: string } & (
  | { readonly apply: string }
  | { readonly ecs: string; readonly input: unknown }
  | { readonly ec2: string; readonly input: unknown }
  | { readonly elasticloadbalancing: string; readonly input: unknown }
  | { readonly autoscaling: string; readonly input: unknown }
  | { readonly cloudwatch: string; readonly input: unknown }
  | { readonly sqs: string; readonly input: unknown }
  | { readonly 'application-autoscaling': string; readonly input: unknown }
  | { readonly eks: string; readonly input: unknown }
  | { readonly kubernetes: Readonly<Record<string, unknown>> }
  | { readonly fault: string; readonly input?: unknown }
  | { readonly quayside: string; readonly input?: unknown }
);

/** `8s`, `2m30s`, `1h`, `250ms`, or a bare number of milliseconds. */
export function parseDuration(text: string | number): number {
  if (typeof text === 'number') return text;
  const parts = [...text.matchAll(/(\d+)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join('') !== text.trim())
    throw new Error(`"${text}" is not a duration such as 8s, 2m30s or 250ms`);
  const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (unitMs[unit ?? ''] ?? 0), 0);
}

/** Values of the documents in one file, as the platform would be handed them. */
export type ReadDocuments = (file: string) => readonly unknown[];

export function compileScenario(
  slug: string,
  document: ScenarioDocument,
  files: readonly ScenarioFile[],
  read: ReadDocuments,
): Scenario {
  const at0 = [...groundRequests(document, read), ...trafficRequests(document)];
  const steps = (document.steps ?? []).flatMap((step) => {
    const atMs = parseDuration(step.at ?? 0);
    return stepRequests(step, read).map((request) => ({ atMs, by: 'scenario' as const, request }));
  });
  return {
    version: 1,
    slug,
    title: document.title,
    seed: document.seed ?? 7,
    opensAtMs: parseDuration(document.opensAt ?? 0),
    files,
    requests: [
      ...at0.map((request) => ({ atMs: 0, by: 'scenario' as const, request })),
      ...steps.sort((a, b) => a.atMs - b.atMs),
    ],
  };
}

const quayside = (action: string, input: unknown): Request => ({ api: 'quayside', action, input });

function groundRequests(
  { ground, images, clusters, loadBalancers, queues }: ScenarioDocument,
  read: ReadDocuments,
): Request[] {
  const { region = 'us-east-1', zones, instances = [], groups, addons = [] } = ground;
  return [
    quayside('createGround', { region, zones, instances, ...(groups ? { groups } : {}) }),
    ...clusterConfigs(ground.clusterConfig, read).map((clusterConfig) =>
      quayside('createEksGround', { clusterConfig }),
    ),
    ...addons.map((addonName): Request => {
      const input = { clusterName: clusters?.[0] ?? 'cluster', addonName };
      return { api: 'eks', action: 'CreateAddon', input };
    }),
    ...(images ?? []).map((image) => quayside('describeImage', image)),
    ...(clusters ?? []).map((clusterName): Request => ({
      api: 'ecs',
      action: 'CreateCluster',
      input: { clusterName },
    })),
    ...(loadBalancers ?? []).map((lb) => quayside('placeLoadBalancer', lb)),
    ...(queues ?? []).map(({ name, attributes: Attributes = {} }): Request => ({
      api: 'sqs',
      action: 'CreateQueue',
      input: { QueueName: name, Attributes },
    })),
  ];
}

const clusterConfigs = (
  config: ScenarioDocument['ground']['clusterConfig'],
  read: ReadDocuments,
): readonly unknown[] => {
  if (config === undefined) return [];
  return typeof config === 'string' ? read(config) : [config];
};

function trafficRequests({ traffic }: ScenarioDocument): Request[] {
  return (traffic ?? []).map((input) => quayside('setTraffic', input));
}

export function stepRequests(step: ScenarioStep, read: ReadDocuments): Request[] {
  if ('apply' in step)
    return read(step.apply).map((document) => quayside('applyDocument', { document }));
  if ('ecs' in step) return [{ api: 'ecs', action: step.ecs, input: step.input }];
  if ('ec2' in step) return [{ api: 'ec2', action: step.ec2, input: step.input }];
  if ('elasticloadbalancing' in step)
    return [{ api: 'elasticloadbalancing', action: step.elasticloadbalancing, input: step.input }];
  if ('autoscaling' in step)
    return [{ api: 'autoscaling', action: step.autoscaling, input: step.input }];
  if ('application-autoscaling' in step) {
    const action = step['application-autoscaling'];
    return [{ api: 'application-autoscaling', action, input: step.input }];
  }
  if ('cloudwatch' in step)
    return [{ api: 'cloudwatch', action: step.cloudwatch, input: step.input }];
  if ('sqs' in step) return [{ api: 'sqs', action: step.sqs, input: step.input }];
  if ('eks' in step) return [{ api: 'eks', action: step.eks, input: step.input }];
  if ('kubernetes' in step)
    return [{ api: 'kubernetes', ...step.kubernetes } as unknown as Request];
  if ('fault' in step) return [quayside(step.fault, step.input ?? {})];
  return [quayside(step.quayside, step.input ?? {})];
}
