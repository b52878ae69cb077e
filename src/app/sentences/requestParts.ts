/** What a request is about, found where the APIs put it. */
import type { AwsRequest, QuaysideRequest, Request } from '../../host/protocol';
import type { Kind } from '../../engine/model';
import { shortName } from './shortName';

type Input = Readonly<Record<string, unknown>>;

export const inputOf = ({ input }: AwsRequest | QuaysideRequest): Input =>
  input !== null && typeof input === 'object' ? (input as Input) : {};

const NAMES = [
  'key',
  'task',
  'service',
  'serviceName',
  'family',
  'nodegroupName',
  'fargateProfileName',
  'clusterName',
  'zone',
  'instanceId',
  'node',
  'loadBalancer',
  'queue',
  'QueueName',
  'QueueUrl',
  'PolicyName',
  'ScheduledActionName',
  'ResourceId',
  'AutoScalingGroupName',
  'LaunchTemplateName',
  'AlarmName',
  'InstanceId',
  'instanceType',
  'InstanceIds',
  'containerInstances',
];

/** The short name of the thing, marked as code; empty when the request names none. */
export function nameIn(input: Input): string {
  for (const field of NAMES) {
    const value = input[field];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first !== 'string') continue;
    const kind =
      typeof input['kind'] === 'string' ? input['kind'] : (KINDS[field] ?? 'engine/None');
    return `\`${shortName({ kind: kind as Kind, key: first })}\``;
  }
  return '';
}

const KINDS: Readonly<Record<string, string>> = {
  task: 'ecs/Task',
  instanceId: 'ec2/Instance',
  InstanceId: 'ec2/Instance',
  InstanceIds: 'ec2/Instance',
  containerInstances: 'ecs/ContainerInstance',
  node: 'kubernetes/Node',
};

const SHAPES = ['ramp', 'wave', 'spike', 'schedule', 'replay'] as const;
export type NamedShape = (typeof SHAPES)[number];

/** The shape of a `setTraffic`; undefined: steady. */
export const shapeIn = (input: Input): NamedShape | undefined =>
  SHAPES.find((shape) => input[shape] !== undefined);

/** Faults are requests too: the ones that break something. */
const FAULTS: ReadonlySet<string> = new Set([
  'crashContainer',
  'loseZone',
  'disconnectInstance',
  'TerminateInstances',
  'StopInstances',
  'refuseCapacity',
  'stopMetrics',
  'interruptSpot',
]);

export const breaks = (request: Request): boolean =>
  'action' in request && FAULTS.has(request.action);

/** `minSize 2, maxSize 8, desiredSize 5`: what an UpdateNodegroupConfig sets. */
export const sizesIn = ({ scalingConfig }: Input): string =>
  Object.entries((scalingConfig ?? {}) as Readonly<Record<string, unknown>>)
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(', ');
