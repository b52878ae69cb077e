/** Amazon EC2: instances, zones, and what befalls them. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, type Admission, type AnyRequest, type Context, type Read } from '../../../engine/model';
import { createGround } from './createGround';
import { disconnectInstance, loseZone, reconnectInstance, restoreZone } from './faults';
import { instanceLifecycle } from './instanceLifecycle';
import { launchInstances, type InstanceLaunch } from './launchInstances';
import {
  rebootInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from './requests/changeInstanceState';
import {
  describeAvailabilityZones,
  describeInstances,
  describeInstanceTypes,
} from './requests/describe';
import { runInstances } from './requests/runInstances';

export interface Ec2Command {
  readonly type: 'launchInstances';
  readonly launch: InstanceLaunch;
}

type Change = (input: unknown, ctx: Context) => Admission;
type Query = (input: unknown, read: Read) => Admission;

const changes: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  ec2: {
    RunInstances: runInstances,
    TerminateInstances: terminateInstances,
    StopInstances: stopInstances,
    StartInstances: startInstances,
    RebootInstances: rebootInstances,
  },
  quayside: { createGround, loseZone, restoreZone, disconnectInstance, reconnectInstance },
};

const queries: Readonly<Record<string, Query>> = {
  DescribeInstances: describeInstances,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeAvailabilityZones: describeAvailabilityZones,
};

/** The quayside actions that this part takes. */
export const ec2QuaysideActions: readonly string[] = Object.keys(changes['quayside'] ?? {});

export const ec2Part: ModelPart = {
  admit(request, ctx) {
    const { api, action, input } = request as AnyRequest & { action: string; input: unknown };
    return changes[api]?.[action]?.(input, ctx);
  },
  query(request, read) {
    const { api, action, input } = request as AnyRequest & { action: string; input: unknown };
    return api === 'ec2' ? queries[action]?.(input, read) : undefined;
  },
  commands: {
    launchInstances: ({ launch }: Ec2Command, ctx: Context) => launchInstances(launch, ctx).effects,
  },
  lifecycles: [instanceLifecycle],
  indexes: [
    defineIndex({
      name: 'zone',
      kind: 'ec2/Instance',
      buckets: ({ Placement }) => [Placement.AvailabilityZone],
    }),
    defineIndex({
      name: 'cluster',
      kind: 'ec2/Instance',
      buckets: ({ bootstrap }) => (bootstrap ? [bootstrap.cluster] : []),
    }),
    defineIndex({
      name: 'ip',
      kind: 'ec2/Instance',
      buckets: ({ PrivateIpAddress }) => [PrivateIpAddress],
    }),
  ],
};
