/** What Apply would send for a file, in the API's words, and the same thing as a line for a shell (DECISIONS.md 1.9). */
import { awsCall } from '../../documents/awsCall';
import { awsInput } from '../../documents/describeAws';
import type { DocumentObject } from '../../documents';
import type { Difference } from '../../documents/differences';
import { clusterOf } from './liveRecord';

export type Step =
  | { readonly action: 'registerTaskDefinition'; readonly name: string }
  | { readonly action: 'createService' | 'updateService'; readonly name: string }
  | { readonly action: 'createCluster'; readonly name: string }
  | { readonly action: 'runTask'; readonly name: string }
  | {
      readonly action:
        'createCapacityProvider' | 'updateCapacityProvider' | 'putClusterCapacityProviders';
      readonly name: string;
    }
  | { readonly action: 'scale' | 'aws'; readonly request: string; readonly name: string }
  | { readonly action: 'apply'; readonly name: string; readonly kind: string };

export interface PlannedObject {
  readonly object: DocumentObject;
  readonly live: unknown;
  readonly differences: readonly Difference[];
}

export function stepOf(planned: PlannedObject): Step | null {
  const { object, live } = planned;
  const { description } = object;
  if (description.api === 'aws') {
    const request = awsCallOf(planned)?.action ?? '';
    return { action: 'aws', request, name: description.name };
  }
  if (description.api === 'kubernetes')
    return { action: 'apply', name: description.name, kind: description.kind };
  if (description.api === 'application-autoscaling')
    return { action: 'scale', request: SCALING[description.kind], name: description.name };
  if (description.api !== 'ecs') return null;
  const { kind, name } = description;
  switch (kind) {
    case 'taskDefinition':
    case 'cloudFormation':
      return { action: 'registerTaskDefinition', name };
    case 'service':
      return { action: isActive(live) ? 'updateService' : 'createService', name };
    case 'cluster':
      return { action: 'createCluster', name };
    case 'runTask':
      return { action: 'runTask', name };
    case 'capacityProvider':
      return { action: isActive(live) ? 'updateCapacityProvider' : 'createCapacityProvider', name };
    case 'clusterCapacityProviders':
      return { action: 'putClusterCapacityProviders', name };
  }
}

function awsCallOf({ object, live, differences }: PlannedObject) {
  const input = awsInput(object.value);
  if (!input) return null;
  const depth = input.path.length;
  const inside = differences.map((each) => ({ ...each, path: each.path.slice(depth) }));
  const [wrapped] = (live as Record<string, object[]> | undefined)?.[input.wrapper ?? ''] ?? [];
  const fields = input.wrapper === null ? live : wrapped;
  return awsCall(input, fields as Readonly<Record<string, unknown>> | undefined, inside);
}

const SCALING = {
  scalableTarget: 'RegisterScalableTarget',
  scalingPolicy: 'PutScalingPolicy',
  scheduledAction: 'PutScheduledAction',
} as const;

const isActive = (live: unknown): boolean =>
  (live as { status?: unknown } | undefined)?.status === 'ACTIVE';

export const isRun = ({ object: { description } }: PlannedObject): boolean =>
  description.api === 'ecs' && description.kind === 'runTask';

/** An eksctl ClusterConfig, which goes to the cloud and not to the API server. */
export const isEksctl = ({ object: { description } }: Pick<PlannedObject, 'object'>): boolean =>
  description.api === 'kubernetes' && description.apiVersion.startsWith('eksctl.io/');

/** One line a request for ECS; kubectl takes the file whole. */
export function commandLines(fileName: string, planned: readonly PlannedObject[]): string[] {
  const lines = planned.flatMap((each) => {
    const step = stepOf(each);
    return step ? [commandLine(fileName, each, step)] : [];
  });
  return [...new Set(lines)];
}

function commandLine(fileName: string, planned: PlannedObject, step: Step): string {
  const input = `--cli-input-json file://${fileName}`;
  switch (step.action) {
    case 'apply':
      return `kubectl apply -f ${fileName}`;
    case 'scale':
      return `aws application-autoscaling ${kebab(step.request).slice(1)} ${input}`;
    case 'aws':
      return awsLine(planned, input);
    case 'registerTaskDefinition':
      return `aws ecs register-task-definition ${input}`;
    case 'createService':
      return `aws ecs create-service ${input}`;
    case 'createCluster':
      return `aws ecs create-cluster ${input}`;
    case 'runTask':
      return `aws ecs run-task ${input}`;
    case 'createCapacityProvider':
      return `aws ecs create-capacity-provider ${input}`;
    case 'updateCapacityProvider':
      return updateProvider(planned, step.name);
    case 'putClusterCapacityProviders':
      return `aws ecs put-cluster-capacity-providers ${input}`;
    case 'updateService':
      return updateService(planned, step.name);
  }
}

/** The file whole where its call takes it, else what changes. */
function awsLine(planned: PlannedObject, file: string): string {
  const call = awsCallOf(planned);
  if (!call) return '';
  const line = `aws ${call.api} ${kebab(call.action).slice(1)}`;
  if (call.whole) return `${line} ${file}`;
  const parameters = Object.entries(call.input).map(([key, value]) => {
    const flag = kebab(key).slice(1);
    // The CLI writes a boolean as a flag with an opposite.
    if (typeof value === 'boolean') return `--${value ? '' : 'no-'}${flag}`;
    return `--${flag} ${shell(value)}`;
  });
  return [line, ...parameters].join(' ');
}

/** Only what changes, as one would type it. */
function updateService({ object, differences }: PlannedObject, name: string): string {
  const value = object.value as Readonly<Record<string, unknown>>;
  const changed = [...new Set(differences.map(({ path }) => String(path[0])))];
  const parameters = changed.map((key) => ` --${kebab(key)} ${shell(value[key])}`).join('');
  return `aws ecs update-service --cluster ${clusterOf(value)} --service ${name}${parameters}`;
}

/** The group cannot be changed, so the update does not name it. */
function updateProvider({ object }: PlannedObject, name: string): string {
  const { autoScalingGroupProvider } = object.value as { autoScalingGroupProvider?: object };
  const settings = Object.entries(autoScalingGroupProvider ?? {}).filter(
    ([key]) => key !== 'autoScalingGroupArn',
  );
  const provider = shell(Object.fromEntries(settings));
  return `aws ecs update-capacity-provider --name ${name} --auto-scaling-group-provider ${provider}`;
}

const kebab = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function shell(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w.:/@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
