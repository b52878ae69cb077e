/**
 * What would happen to a text: parsed, and each of its objects submitted to a fresh world with room on both platforms.
 * Things that a service definition names (its cluster, task definition, target groups) are taken at face value by being
 * created first. Used by `check` and `corpus`.
 */
import {
  describeValue,
  isError,
  objectsOf,
  parseText,
  type DocumentObject,
  type TextRange,
} from '../documents';
import type { Request, Response } from './protocol';
import { compileScenario } from './scenario';
import { World } from './world';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly range: TextRange;
}

export interface ObjectVerdict {
  /** `Deployment web`, `taskDefinition web`... */
  readonly what: string;
  readonly outcome: 'runs' | 'rejects' | 'unsupported-kind';
  readonly error: { readonly name: string; readonly message: string } | null;
  /** What is accepted but not simulated, in words. */
  readonly notices: readonly string[];
}

export interface TextVerdict {
  readonly parses: boolean;
  readonly objects: readonly ObjectVerdict[];
  readonly findings: readonly Finding[];
  readonly world: World;
}

export function judgeText(name: string, text: string): TextVerdict {
  const world = new World(ROOMY_GROUND, 7);
  world.advance(1000);
  const documents = parseText(name, text);
  const problems = documents.flatMap((d) => d.problems);
  const findings: Finding[] = problems.map(({ severity, message, range }) => ({
    severity,
    message,
    range,
  }));
  if (problems.some(isError)) return { parses: false, objects: [], findings, world };
  const objects = objectsOf(documents).map((object) => judgeObject(world, object, findings));
  return { parses: true, objects, findings, world };
}

const ROOMY_GROUND = compileScenario(
  'judge',
  {
    version: 1,
    title: { en: 'Judge', ko: '판정' },
    ground: {
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      instances: ['ecs-container-instance', 'eks-node'].map((as) => ({
        count: 3,
        instanceType: 'm5.4xlarge',
        bootstrap: { as, cluster: 'default' },
      })),
    },
    clusters: ['default'],
  },
  [],
  () => [],
);

function judgeObject(world: World, object: DocumentObject, findings: Finding[]): ObjectVerdict {
  const { description, document, path, value } = object;
  const what =
    description.api === 'unknown' ? 'unknown' : `${description.kind} ${description.name}`.trim();
  standIn(world, value);
  const response = world.submit('client', {
    api: 'quayside',
    action: 'applyDocument',
    input: { document: value },
  });
  if (response.ok)
    return { what, outcome: 'runs', error: null, notices: noticesOf(response.output) };
  const { error } = response;
  const causes = error.causes.length > 0 ? error.causes : [{ path: [], message: error.message }];
  for (const cause of causes)
    findings.push({
      severity: 'error',
      message: cause.message || error.message,
      range: document.locate([...path, ...cause.path]),
    });
  return { what, outcome: outcomeOf(response), error, notices: [] };
}

function outcomeOf(response: Extract<Response, { ok: false }>): 'rejects' | 'unsupported-kind' {
  return response.error.message.startsWith('no matches for kind') ||
    response.error.message.includes('resource mapping not found')
    ? 'unsupported-kind'
    : 'rejects';
}

function noticesOf(output: unknown): readonly string[] {
  const { warnings } = (output ?? {}) as { warnings?: unknown };
  return Array.isArray(warnings) ? warnings.map(String) : [];
}

/** What an ECS document refers to, so that it can be judged on its own. */
function standIn(world: World, value: unknown): void {
  const description = describeValue(value);
  if (description.api !== 'ecs') return;
  const fields = (value ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const submit = (request: Request) => world.submit('client', request);
  const cluster = text('cluster').split('/').at(-1);
  if (cluster) submit({ api: 'ecs', action: 'CreateCluster', input: { clusterName: cluster } });
  if (text('taskDefinition')) standInTaskDefinition(text('taskDefinition'), fields, submit);
}

function standInTaskDefinition(
  reference: string,
  fields: Record<string, unknown>,
  submit: (request: Request) => Response,
): void {
  const [family = '', revision = '1'] = (reference.split('/').at(-1) ?? '').split(':');
  const names = portsByContainer(fields);
  const awsvpc = 'networkConfiguration' in fields;
  const input = {
    family: family.replace(/[^\w-]/g, '-') || 'app',
    ...(awsvpc ? { networkMode: 'awsvpc' } : {}),
    requiresCompatibilities: awsvpc ? ['EC2', 'FARGATE'] : ['EC2'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    containerDefinitions: [...names].map(([name, port]) => ({
      name,
      image: 'public.ecr.aws/nginx/nginx:latest',
      portMappings: [{ containerPort: port }],
    })),
  };
  const times = Math.min(50, Math.max(1, Number.parseInt(revision, 10) || 1));
  for (let i = 0; i < times; i++) submit({ api: 'ecs', action: 'RegisterTaskDefinition', input });
}

/** The containers and ports that the service's load balancers and registries name. */
function portsByContainer(fields: Record<string, unknown>): Map<string, number> {
  const users = ['loadBalancers', 'serviceRegistries'].flatMap((name) => {
    const list = fields[name];
    return Array.isArray(list)
      ? (list as { containerName?: string; containerPort?: number }[])
      : [];
  });
  const ports = new Map<string, number>();
  for (const { containerName, containerPort } of users)
    if (containerName) ports.set(containerName, containerPort ?? 80);
  return ports.size > 0 ? ports : new Map([['app', 80]]);
}
