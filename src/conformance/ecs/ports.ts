/**
 * `category` says what is asked: `registered` a fresh instance, `placement` whether a task may be placed and what it
 * reserves, `release` what is left after tasks stop, `range` the ports that dynamic mapping draws from.
 */
import { ephemeralPorts, isDynamic } from '../../models/ecs/agent/hostPorts';
import { firstFailure } from '../../models/ecs/placement/checks';
import { candidateOf } from '../../models/ecs/placement/clusterView';
import { taskRequirements, type TaskRequirements } from '../../models/ecs/placement/requirements';
import { registeredResources, release, reserve } from '../../models/ecs/placement/resources';
import type {
  ContainerInstance,
  NetworkMode,
  PortMapping,
  Resource,
  TaskDefinition,
} from '../../models/ecs/types';
import { differences, type Case, type Suite } from '../suite';

interface Ports {
  readonly tcp: readonly string[];
  readonly udp: readonly string[];
}
interface TaskInput {
  readonly networkMode: NetworkMode;
  readonly portMappings: readonly PortMapping[];
}
interface Input {
  readonly instancePorts?: Ports;
  readonly task?: TaskInput;
  readonly stop?: readonly (TaskInput | PortMapping | number | string)[];
  readonly os?: string;
  readonly kernelRangeAvailable?: boolean;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'ports',
  check: (testCase: Case) => {
    const input = testCase.input as Input;
    return differences(testCase.expect, answer(testCase.category ?? '', input));
  },
};

function answer(category: string, input: Input): Readonly<Record<string, unknown>> {
  switch (category) {
    case 'registered':
      return { ...portsOf(fresh) };
    case 'range':
      return { ...ephemeralPorts(input.os ?? 'linux', input.kernelRangeAvailable ?? true) };
    case 'release':
      return { ...portsOf(afterStopping(input)) };
    default:
      return placement(input);
  }
}

const fresh = registeredResources({ cpuUnits: 1024, memoryMiB: 1024, gpuIds: [] });

function afterStopping({ instancePorts, stop = [] }: Input): readonly Resource[] {
  return stop.reduce<readonly Resource[]>(
    (left, stopped) => release(left, fresh, needsOf(asTask(stopped))),
    resourcesOf(instancePorts),
  );
}

/** A stopped task may be given as a whole, as one mapping of a bridge task, or as its host port. */
function asTask(stopped: TaskInput | PortMapping | number | string): TaskInput {
  if (typeof stopped === 'object' && 'portMappings' in stopped) return stopped;
  const mapping = typeof stopped === 'object' ? stopped : { hostPort: Number(stopped) };
  return { networkMode: 'bridge', portMappings: [mapping] };
}

function placement({ instancePorts, task }: Input): Readonly<Record<string, unknown>> {
  if (!task) return {};
  const needs = needsOf(task);
  const remainingResources = resourcesOf(instancePorts);
  const failure = firstFailure(candidateOf(containerInstance(remainingResources)), {
    group: 'service:web',
    needs,
    zones: null,
    constraints: [],
    networkInterfaceLimit: () => 10,
  });
  const after = failure ? remainingResources : reserve(remainingResources, needs);
  return {
    canPlace: failure === null,
    failureReason: failure?.failure.reason,
    reservedAfter: portsOf(after),
    dynamic: task.portMappings.some((mapping) => isDynamic(task.networkMode, mapping)),
  };
}

const needsOf = ({ networkMode, portMappings }: TaskInput): TaskRequirements =>
  taskRequirements(definition(networkMode, portMappings));

const definition = (
  networkMode: NetworkMode,
  portMappings: readonly PortMapping[],
): Pick<TaskDefinition, 'containerDefinitions' | 'networkMode'> => ({
  networkMode,
  containerDefinitions: [{ name: 'app', image: 'app', cpu: 1, memory: 1, portMappings }],
});

const resourcesOf = (ports: Ports | undefined): readonly Resource[] =>
  fresh.map((resource) => {
    if (!ports || !resource.name.startsWith('PORTS')) return resource;
    return { ...resource, stringSetValue: resource.name === 'PORTS' ? ports.tcp : ports.udp };
  });

function portsOf(resources: readonly Resource[]): Ports {
  const set = (name: string) => resources.find((r) => r.name === name)?.stringSetValue ?? [];
  return { tcp: set('PORTS'), udp: set('PORTS_UDP') };
}

function containerInstance(remainingResources: readonly Resource[]): ContainerInstance {
  return {
    containerInstanceArn: 'arn:aws:ecs:us-east-1:123456789012:container-instance/cluster/a',
    ec2InstanceId: 'i-a',
    status: 'ACTIVE',
    agentConnected: true,
    registeredResources: fresh,
    remainingResources,
    runningTasksCount: 0,
    pendingTasksCount: 0,
    attributes: [],
    registeredAt: 0,
    version: 1,
    versionInfo: { agentVersion: '1.0.0' },
  };
}
