/**
 * `limit`: awsvpc tasks that an instance type carries, or whether Fargate is limited at all; `placement`: the first
 * failing check of an otherwise roomy instance; `eks-max-pods`: the formula that EKS nodes register with.
 */
import { instanceType, type InstanceType } from '../../models/aws/ec2/instanceTypes';
import { eksMaxPods, maxAwsvpcTasks } from '../../models/aws/ec2/networkInterfaces';
import { firstFailure, type CheckInput } from '../../models/ecs/placement/checks';
import { candidateOf, type Candidate } from '../../models/ecs/placement/clusterView';
import { taskRequirements } from '../../models/ecs/placement/requirements';
import { registeredResources } from '../../models/ecs/placement/resources';
import { chooseZone } from '../../models/ecs/placement/zones';
import type { NetworkMode } from '../../models/ecs/types';
import { differences, type Suite } from '../suite';

interface Input {
  readonly instanceType?: string;
  readonly trunking?: boolean;
  readonly launchedBeforeOptIn?: boolean;
  readonly networkMode?: NetworkMode;
  readonly runningAwsvpcTasks?: number;
  readonly launchType?: string;
  readonly tasks?: number;
  readonly enis?: number;
  readonly ipv4PerEni?: number;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'eni-density',
  check: ({ category, input, expect }) => {
    const asked = input as Input;
    if (category === 'eks-max-pods')
      return differences(expect, {
        eksMaxPods: eksMaxPods(asked.enis ?? 0, asked.ipv4PerEni ?? 0),
      });
    if (asked.launchType === 'FARGATE') return differences(expect, fargate(asked));
    if (category === 'placement') return differences(expect, placement(asked));
    return differences(expect, { maxAwsvpcTasks: limitOf(asked)(asked.instanceType ?? '') });
  },
};

const limitOf =
  ({ trunking = false, launchedBeforeOptIn = false }: Input) =>
  (name: string): number =>
    maxAwsvpcTasks(typeNamed(name), { trunking, launchedBeforeOptIn });

function typeNamed(name: string): InstanceType {
  const type = instanceType(name);
  if (!type) throw new Error(`no instance type ${name}`);
  return type;
}

const fargate = ({ tasks = 0 }: Input) => ({
  limitedByInstanceEni: chooseZone([{ zone: 'us-east-1a', available: true, tasks }]) === undefined,
});

function placement(input: Input) {
  const { networkMode = 'awsvpc', runningAwsvpcTasks = 0, instanceType: name = '' } = input;
  const wanted: CheckInput = {
    group: 'service:web',
    needs: taskRequirements({
      containerDefinitions: [{ name: 'web', image: 'nginx', cpu: 1, memory: 4 }],
      networkMode,
    }),
    zones: null,
    constraints: [],
    networkInterfaceLimit: limitOf(input),
  };
  const failed = firstFailure(roomyInstance(typeNamed(name), runningAwsvpcTasks), wanted);
  return { canPlace: failed === null, failureReason: failed?.failure.reason };
}

function roomyInstance(type: InstanceType, networkInterfaces: number): Candidate {
  const { vcpu, memoryMiB, InstanceType: value } = type;
  const resources = registeredResources({ cpuUnits: vcpu * 1024, memoryMiB, gpuIds: [] });
  const instance = candidateOf({
    containerInstanceArn: 'arn:aws:ecs:us-east-1:123456789012:container-instance/demo/1',
    ec2InstanceId: 'i-00000000000000001',
    status: 'ACTIVE',
    agentConnected: true,
    registeredResources: resources,
    remainingResources: resources,
    runningTasksCount: 0,
    pendingTasksCount: 0,
    attributes: [{ name: 'ecs.instance-type', value }],
    registeredAt: 0,
    version: 1,
    versionInfo: { agentVersion: '1.0.0' },
  });
  return { ...instance, networkInterfaces };
}
