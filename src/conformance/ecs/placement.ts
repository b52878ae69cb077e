/**
 * `category` says what is asked: most cases place one task after another with the product's `place`; `scale-in` stops
 * with `chooseToStop`, `daemon` asks `placeDaemon`, `rejected` the validation of requests.
 */
import { clientException } from '../../models/ecs/validation/exceptions';
import {
  placementConstraintErrors,
  placementStrategyErrors,
} from '../../models/ecs/validation/placement';
import { prepareConstraints } from '../../models/ecs/placement/checks';
import {
  emptyView,
  withInstance,
  withTask,
  type Candidate,
  type ClusterView,
} from '../../models/ecs/placement/clusterView';
import { placeDaemon } from '../../models/ecs/placement/daemon';
import { failuresOf } from '../../models/ecs/placement/failures';
import {
  place,
  type PlacementInput,
  type PlacementRecorder,
} from '../../models/ecs/placement/place';
import type { TaskRequirements } from '../../models/ecs/placement/requirements';
import { reserve } from '../../models/ecs/placement/resources';
import { chooseToStop } from '../../models/ecs/placement/scaleIn';
import type {
  ContainerInstance,
  PlacementConstraint,
  PlacementStrategy,
  Task,
} from '../../models/ecs/types';
import { same, type Case, type Suite } from '../suite';

interface Input {
  readonly instances: readonly InstanceInput[];
  readonly running?: readonly { id: string; instance: string; group: string }[];
  readonly task: {
    cpu: number;
    memory: number;
    hostPorts?: readonly number[];
    gpus?: number;
    group: string;
  };
  readonly constraints?: readonly PlacementConstraint[];
  readonly strategy?: readonly PlacementStrategy[];
  readonly count?: number;
  readonly scaleIn?: number;
  readonly distributionBy?: string;
  readonly schedulingStrategy?: string;
}
interface InstanceInput {
  readonly id: string;
  readonly az: string;
  readonly remaining: { cpu: number; memory: number; ports?: readonly string[]; gpus?: number };
  readonly attributes?: Readonly<Record<string, string>>;
  readonly status?: ContainerInstance['status'];
  readonly agentConnected?: boolean;
}
interface Expect {
  readonly eligible?: readonly string[];
  readonly chosenAnyOf?: readonly string[];
  readonly distribution?: Readonly<Record<string, number>>;
  readonly zoneCountsSorted?: readonly number[];
  readonly placed?: number;
  readonly unplaced?: number;
  readonly failureReasonAnyOf?: readonly string[];
  readonly terminateAnyOf?: readonly string[];
  readonly zoneAnyOf?: readonly string[];
  readonly rejected?: boolean;
  readonly messageIncludes?: string;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'placement',
  check: (testCase: Case) => {
    const input = testCase.input as unknown as Input;
    const expect = testCase.expect as Expect;
    if (expect.rejected !== undefined) return rejection(input, expect);
    if (input.scaleIn !== undefined) return scaleIn(input, expect);
    if (input.schedulingStrategy === 'DAEMON') return daemon(input, expect);
    return placing(input, expect);
  },
};

function rejection(input: Input, expect: Expect): string[] {
  const messages = [
    ...placementConstraintErrors(input.constraints ?? [], clientException),
    ...placementStrategyErrors(input.strategy ?? [], clientException),
  ].map((e) => e.message);
  const wanted = expect.messageIncludes ?? '';
  return messages.some((m) => m.includes(wanted))
    ? []
    : [`expected a rejection with "${wanted}", got ${JSON.stringify(messages)}`];
}

function placing(input: Input, expect: Expect): string[] {
  const view = viewOf(input);
  const asked = placementInput(input);
  const failures: string[] = [];
  const first = place(view, asked, () => 0);
  const chosen = first.chosen && idOf(first.chosen);
  if (expect.eligible)
    failures.push(...differs('eligible', expect.eligible, eligible(view, asked)));
  if (expect.chosenAnyOf) failures.push(...oneOf('chosen', expect.chosenAnyOf, chosen));
  if (expect.failureReasonAnyOf)
    failures.push(
      ...oneOf('failure', expect.failureReasonAnyOf, failuresOf(view, asked)[0]?.reason),
    );
  const places = placeAll(view, asked, input.count ?? 1);
  return [...failures, ...outcome(input, expect, places)];
}

function eligible(view: ClusterView, asked: PlacementInput): string[] {
  const failed = new Set<string>();
  const seen = new Set<string>();
  const recorder: PlacementRecorder = {
    checked: (candidate, _, failure) => {
      seen.add(idOf(candidate));
      if (failure) failed.add(idOf(candidate));
    },
    narrowed: () => undefined,
  };
  place(view, asked, () => 0, recorder);
  return [...seen].filter((id) => !failed.has(id)).sort();
}

function placeAll(start: ClusterView, asked: PlacementInput, count: number): string[] {
  let view = start;
  const places: string[] = [];
  for (let n = 0; n < count; n++) {
    const { chosen } = place(view, asked, () => 0);
    if (!chosen) break;
    places.push(idOf(chosen));
    view = withNewTask(view, chosen, asked.needs, task(`new${n}`, idOf(chosen), asked.group));
  }
  return places;
}

function withNewTask(view: ClusterView, on: Candidate, needs: TaskRequirements, added: Task) {
  const remainingResources = reserve(on.instance.remainingResources, needs);
  const instance = { ...on.instance, remainingResources };
  const taken = withInstance(view, instance.containerInstanceArn, instance);
  return withTask(taken, added.taskArn, undefined, added);
}

function outcome(input: Input, expect: Expect, places: readonly string[]): string[] {
  const { placed, unplaced, distribution, zoneCountsSorted } = expect;
  const failures: string[] = [];
  if (placed !== undefined) failures.push(...differs('placed', placed, places.length));
  if (unplaced !== undefined)
    failures.push(...differs('unplaced', unplaced, (input.count ?? 1) - places.length));
  const zoneOf = (id: string) => input.instances.find((i) => i.id === id)?.az ?? '';
  const byZone = places.map(zoneOf);
  if (zoneCountsSorted) {
    const zones = [...new Set(input.instances.map((i) => i.az))];
    const counts = zones.map((z) => byZone.filter((p) => p === z).length).sort((a, b) => a - b);
    failures.push(...differs('zoneCountsSorted', zoneCountsSorted, counts));
  }
  if (distribution) {
    const at = input.distributionBy === 'az' ? byZone : places;
    const counts = Object.fromEntries(
      Object.keys(distribution).map((k) => [k, at.filter((p) => p === k).length]),
    );
    failures.push(...differs('distribution', distribution, counts));
  }
  return failures;
}

function daemon(input: Input, expect: Expect): string[] {
  const { free } = placeDaemon(viewOf(input), placementInput(input), 'ecs-svc/2');
  return outcome(
    input,
    expect,
    free.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)),
  );
}

function scaleIn(input: Input, expect: Expect): string[] {
  const { group } = input.task;
  const strategies = input.strategy ?? [];
  const stopped = chooseToStop(
    viewOf(input),
    { group, startedBy: 'ecs-svc/1', strategies },
    () => 0,
  );
  const on = input.running?.find((t) => `cluster/${t.id}` === stopped)?.instance;
  const zone = input.instances.find((i) => i.id === on)?.az;
  return [
    ...(expect.terminateAnyOf ? oneOf('terminated on', expect.terminateAnyOf, on) : []),
    ...(expect.zoneAnyOf ? oneOf('terminated in', expect.zoneAnyOf, zone) : []),
  ];
}

function placementInput({ task: needs, constraints = [], strategy = [] }: Input): PlacementInput {
  return {
    group: needs.group,
    needs: {
      cpu: needs.cpu,
      memoryMiB: needs.memory,
      gpus: needs.gpus ?? 0,
      tcpPorts: needs.hostPorts ?? [],
      udpPorts: [],
      networkInterface: false,
      attributes: [],
    },
    zones: null,
    constraints: prepareConstraints(constraints),
    networkInterfaceLimit: () => Infinity,
    strategies: strategy,
    capacityProvider: null,
    verdicts: new WeakMap(),
  };
}

function viewOf({ instances, running = [], task: asked }: Input): ClusterView {
  const placed = instances.reduce(
    (view, input) => withInstance(view, arnOf(input.id), containerInstance(input)),
    emptyView,
  );
  return running.reduce((view, { id, instance, group }) => {
    const own = task(id, instance, group, group === asked.group ? 'ecs-svc/1' : 'ecs-svc/0');
    return withTask(view, `cluster/${id}`, undefined, own);
  }, placed);
}

const arnOf = (id: string) => `arn:aws:ecs:us-east-1:123456789012:container-instance/cluster/${id}`;
const idOf = ({ instance }: Candidate) =>
  instance.containerInstanceArn.slice(instance.containerInstanceArn.lastIndexOf('/') + 1);

function containerInstance(input: InstanceInput): ContainerInstance {
  const { id, az, remaining, attributes = {} } = input;
  const gpus = Array.from({ length: remaining.gpus ?? 0 }, (_, n) => `GPU-${n}`);
  const resources: ContainerInstance['remainingResources'] = [
    { name: 'CPU', type: 'INTEGER', integerValue: remaining.cpu },
    { name: 'MEMORY', type: 'INTEGER', integerValue: remaining.memory },
    { name: 'PORTS', type: 'STRINGSET', stringSetValue: remaining.ports ?? [] },
    { name: 'PORTS_UDP', type: 'STRINGSET', stringSetValue: [] },
    { name: 'GPU', type: 'STRINGSET', stringSetValue: gpus },
  ];
  return {
    containerInstanceArn: arnOf(id),
    ec2InstanceId: `i-${id}`,
    status: input.status ?? 'ACTIVE',
    agentConnected: input.agentConnected ?? true,
    registeredResources: resources,
    remainingResources: resources,
    runningTasksCount: 0,
    pendingTasksCount: 0,
    attributes: Object.entries({ 'ecs.availability-zone': az, ...attributes }).map(
      ([name, value]) => ({ name, value }),
    ),
    registeredAt: 0,
    version: 1,
    versionInfo: { agentVersion: '1.0.0' },
  };
}

function task(id: string, instance: string, group: string, startedBy = 'ecs-svc/1'): Task {
  return {
    taskArn: `arn:aws:ecs:us-east-1:123456789012:task/cluster/${id}`,
    clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/cluster',
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/app:1',
    containerInstanceArn: arnOf(instance),
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    launchType: 'EC2',
    group,
    startedBy,
    cpu: '0',
    memory: '0',
    containers: [],
    attachments: [],
    version: 1,
    createdAt: 0,
    tags: [],
  };
}

const differs = (what: string, expected: unknown, actual: unknown): string[] =>
  same(expected, actual)
    ? []
    : [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];

const oneOf = (what: string, allowed: readonly string[], actual: string | undefined): string[] =>
  actual !== undefined && allowed.includes(actual)
    ? []
    : [`${what}: expected one of ${allowed.join(', ')}, got ${String(actual)}`];
