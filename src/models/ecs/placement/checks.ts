/**
 * Which container instances may take a task at all: resources first, then constraints (Developer Guide, "How Amazon ECS
 * places tasks on container instances"). Each check answers with the failure reason of RunTask (Developer Guide, "API
 * failure reasons"), or null when it passes.
 */
import { epochMs } from '../printers/epoch';
import {
  parseClusterQuery,
  type ClusterQuery,
  type QuerySubject,
} from '../query/clusterQueryLanguage';
import type { PlacementConstraint } from '../types';
import type { Candidate } from './clusterView';
import type { TaskRequirements } from './requirements';
import { RESERVED_PORTS_AT_MOST } from './resources';
import { attributeOf } from './strategies';

export type CheckName =
  | 'status'
  | 'agent'
  | 'cpu'
  | 'memory'
  | 'gpu'
  | 'ports'
  | 'networkInterface'
  | 'location'
  | 'attributes'
  | 'distinctInstance'
  | 'memberOf';

export interface Failure {
  /** As in `failures[].reason`. */
  readonly reason: string;
  /** What the task needs and what there is, for the table. */
  readonly needed: number | string;
  readonly available: number | string;
}

export interface CheckInput {
  readonly group: string;
  readonly needs: TaskRequirements;
  /** Zones of the awsvpc subnets; null: any. */
  readonly zones: readonly string[] | null;
  readonly constraints: readonly PreparedConstraint[];
  networkInterfaceLimit(instanceType: string): number;
}
export type PreparedConstraint =
  | { readonly type: 'distinctInstance' }
  | { readonly type: 'memberOf'; readonly expression: string; readonly query: ClusterQuery };

export const prepareConstraints = (
  constraints: readonly PlacementConstraint[],
): readonly PreparedConstraint[] =>
  constraints.map(({ type, expression = '' }) =>
    type === 'distinctInstance'
      ? { type }
      : { type, expression, query: parseClusterQuery(expression) },
  );

type Check = (candidate: Candidate, input: CheckInput) => Failure | null;

/** In the order in which they are asked; the first failure of an instance is its reason. */
export const checks: readonly (readonly [CheckName, Check])[] = [
  [
    'status',
    ({ instance }) => unless(instance.status === 'ACTIVE', 'INACTIVE', 'ACTIVE', instance.status),
  ],
  [
    'agent',
    ({ instance }) => unless(instance.agentConnected, 'AGENT', 'connected', 'disconnected'),
  ],
  ['cpu', (c, { needs }) => enough(needs.cpu, c.remaining.cpu, 'RESOURCE:CPU')],
  ['memory', (c, { needs }) => enough(needs.memoryMiB, c.remaining.memoryMiB, 'RESOURCE:MEMORY')],
  ['gpu', (c, { needs }) => enough(needs.gpus, c.remaining.gpus.length, 'RESOURCE:GPU')],
  ['ports', hostPortsFree],
  ['networkInterface', networkInterfaceFree],
  ['location', inSubnetZone],
  ['attributes', hasAttributes],
  ['distinctInstance', distinctInstance],
  ['memberOf', memberOf],
];

export function firstFailure(
  candidate: Candidate,
  input: CheckInput,
): { readonly check: CheckName; readonly failure: Failure } | null {
  for (const [check, run] of checks) {
    const failure = run(candidate, input);
    if (failure) return { check, failure };
  }
  return null;
}

const unless = (
  passes: boolean,
  reason: string,
  needed: number | string,
  available: number | string,
): Failure | null => (passes ? null : { reason, needed, available });

const enough = (needed: number, available: number, reason: string): Failure | null =>
  unless(needed <= available, reason, needed, available);

function hostPortsFree({ remaining }: Candidate, { needs }: CheckInput): Failure | null {
  const wanted = needs.tcpPorts.length + needs.udpPorts.length;
  if (wanted === 0) return null;
  const { tcpPorts, udpPorts } = remaining;
  const taken = [
    ...needs.tcpPorts.filter((p) => tcpPorts.has(String(p))).map((p) => `${p}/tcp`),
    ...needs.udpPorts.filter((p) => udpPorts.has(String(p))).map((p) => `${p}/udp`),
  ];
  if (taken.length > 0)
    return { reason: 'RESOURCE:PORTS', needed: taken.join(', '), available: 'in use' };
  return enough(wanted, RESERVED_PORTS_AT_MOST - tcpPorts.size - udpPorts.size, 'RESOURCE:PORTS');
}

function networkInterfaceFree(candidate: Candidate, input: CheckInput): Failure | null {
  if (!input.needs.networkInterface) return null;
  const limit = input.networkInterfaceLimit(attributeOf(candidate, 'ecs.instance-type'));
  return enough(1, limit - candidate.networkInterfaces, 'RESOURCE:ENI');
}

function inSubnetZone(candidate: Candidate, { zones }: CheckInput): Failure | null {
  if (zones === null) return null;
  const zone = candidate.availabilityZone;
  return zones.includes(zone)
    ? null
    : { reason: 'LOCATION', needed: zones.join(', '), available: zone };
}

function hasAttributes({ attributes }: Candidate, { needs }: CheckInput): Failure | null {
  for (const { name, value } of needs.attributes) {
    const own = attributes.get(name);
    if (own && (value === undefined || own.includes(value))) continue;
    const needed = value === undefined ? name : `${name}=${value}`;
    return { reason: 'ATTRIBUTE', needed, available: own?.[0] ?? '' };
  }
  return null;
}

/** One task of the group on each instance. */
function distinctInstance(
  { tasks }: Candidate,
  { constraints, group }: CheckInput,
): Failure | null {
  if (!constraints.some((c) => c.type === 'distinctInstance')) return null;
  const there = tasks[group] ?? 0;
  return unless(there === 0, 'DistinctInstance placement constraint unsatisfied', 0, there);
}

function memberOf(candidate: Candidate, { constraints }: CheckInput): Failure | null {
  if (constraints.length === 0) return null;
  const subject = subjectOf(candidate);
  for (const constraint of constraints) {
    if (constraint.type !== 'memberOf') continue;
    if (!constraint.query.ok || !constraint.query.matches(subject))
      return {
        reason: 'MemberOf placement constraint unsatisfied',
        needed: constraint.expression,
        available: '',
      };
  }
  return null;
}

function subjectOf({ instance, tasks, attributes }: Candidate): QuerySubject {
  return {
    agentConnected: instance.agentConnected,
    agentVersion: instance.versionInfo.agentVersion,
    ec2InstanceId: instance.ec2InstanceId,
    registeredAtEpochMs: epochMs(instance.registeredAt),
    runningTasksCount: instance.runningTasksCount,
    taskGroups: () => Object.keys(tasks),
    attribute: (name) => attributes.get(name) ?? [],
  };
}
