/**
 * The Fargate scheduler of EKS: looks after the pods that admission handed to it. Each gets a machine of its own, or an event
 * that says why not; machine and Node go when the pod is gone. Affinity, spread and node selectors play no part (User Guide,
 * "Fargate profile": rules of affinity do not apply and are not necessary). Key: `<namespace>/<pod>`.
 */
import {
  defineIndex,
  defineWatch,
  type Command,
  type Controller,
  type IndexDef,
  type Read,
  type Watch,
} from '../../../engine/model';
import { powerOffNode } from '../../kubernetes/commands';
import type { Pod } from '../../kubernetes/types';
import { timings } from '../timings';
import type { FargatePod } from '../types';
import type { FargatePodCommand } from './fargatePods';
import { FARGATE_SCHEDULER } from './newProfile';
import { sizeOfPod } from './sizeOfPod';
import { unsupportedOnFargate } from './unsupported';

const SCHEDULER = 'eks/fargateScheduler';
const ZONES = 'eks/fargateZones';

interface Observed {
  readonly key: string;
  readonly pod: Pod | undefined;
  readonly machine: FargatePod | undefined;
  readonly nowMs: number;
}

function observePod(key: string, read: Read): Observed | undefined {
  const pod = read.get('kubernetes/Pod', key);
  const machine = read.get('eks/FargatePod', key);
  return pod || machine ? { key, pod, machine, nowMs: read.nowMs } : undefined;
}

interface Decision {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}
const does = (...commands: readonly FargatePodCommand[]): Decision => ({
  commands: commands.map((command): Command => ({ model: 'eks', ...command })),
});

function decidePod({ key, pod, machine, nowMs }: Observed): Decision {
  if (machine) return withMachine(key, pod, machine, nowMs);
  if (!pod || pod.spec.nodeName !== undefined || isGoing(pod)) return does();
  const unseenMs = pod.metadata.creationTimestamp + timings.fargateSchedulerMs - nowMs;
  if (unseenMs > 0) return { commands: [], requeueAfterMs: unseenMs };
  const message = unsupportedOnFargate(pod) ?? (sizeOfPod(pod.spec).size ? undefined : TOO_LARGE);
  if (message === undefined) return does({ type: 'provisionFargatePod', pod: key });
  if (wasTold(pod, message)) return does();
  return does({ type: 'refuseFargatePod', pod: key, message });
}

const TOO_LARGE =
  'Pod not supported on Fargate: requested resources exceed the largest size, 16 vCPU and 120 GB';

function withMachine(
  key: string,
  pod: Pod | undefined,
  machine: FargatePod,
  nowMs: number,
): Decision {
  if (pod?.metadata.uid !== machine.uid) return does({ type: 'releaseFargatePod', pod: key });
  if (machine.state === 'provisioning' && isGoing(pod))
    return does({ type: 'releaseFargatePod', pod: key });
  if (machine.state === 'running' && isFinished(pod))
    return does({ type: 'endFargateBill', pod: key });
  if (machine.state !== 'provisioning') return does();
  if (nowMs < machine.readyAtMs) return { commands: [], requeueAfterMs: machine.readyAtMs - nowMs };
  return does({ type: 'startFargatePod', pod: key });
}

const isFinished = ({ status }: Pod): boolean =>
  status.phase === 'Succeeded' || status.phase === 'Failed';
const isGoing = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp !== undefined || isFinished(pod);

const wasTold = ({ status }: Pod, message: string): boolean =>
  status.conditions?.some((c) => c.type === 'PodScheduled' && c.message === message) ?? false;

const scheduler: Controller = {
  name: SCHEDULER,
  latencyMs: 0,
  sync(key, read) {
    const observed = observePod(key, read);
    return observed && decidePod(observed);
  },
};

/** A lost zone takes its Fargate hosts with it; the platform notices by itself and takes the nodes away. Key: zone. */
const zones: Controller = {
  name: ZONES,
  latencyMs: 0,
  sync(zone, read) {
    const lost = read.get('ec2/AvailabilityZone', zone)?.State === 'impaired';
    const keys = read.keysBy('eks/FargatePod', 'inZone', zone);
    if (!lost || keys.length === 0) return undefined;
    const because = { kind: 'ec2/AvailabilityZone', key: zone } as const;
    const sinceMs = read.nowMs - (read.meta('ec2/AvailabilityZone', zone)?.updatedAtMs ?? 0);
    const leftMs = timings.fargateHostLostNoticedMs - sinceMs;
    if (leftMs <= 0)
      return {
        commands: keys.map((pod): Command => ({
          model: 'eks',
          type: 'releaseFargatePod',
          pod,
          because,
        })),
      };
    const nodes = keys.flatMap((key) => read.get('eks/FargatePod', key)?.nodeName ?? []);
    return {
      commands: nodes.map((node) => powerOffNode(node, because)),
      requeueAfterMs: leftMs,
    };
  },
};

export const fargateControllers: readonly Controller[] = [scheduler, zones];

export const fargateWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: SCHEDULER,
    keys: (after, before, key) => {
      if ((after ?? before)?.spec.schedulerName !== FARGATE_SCHEDULER) return [];
      if (!after || !before) return [key];
      return isGoing(after) !== isGoing(before) || isFinished(after) !== isFinished(before)
        ? [key]
        : [];
    },
  }),
  defineWatch({
    kind: 'eks/FargatePod',
    wakes: SCHEDULER,
    keys: (after, _before, key) => (after?.state === 'provisioning' ? [key] : []),
  }),
  defineWatch({
    kind: 'ec2/AvailabilityZone',
    wakes: ZONES,
    keys: (after, before, key) => (before && after?.State !== before.State ? [key] : []),
  }),
];

export const fargateIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'zone',
    kind: 'eks/FargatePod',
    dependsOn: ['zone', 'profile'],
    buckets: ({ zone, profile }) => [`${profile}/${zone}`],
  }),
  defineIndex({
    name: 'inZone',
    kind: 'eks/FargatePod',
    dependsOn: ['zone'],
    buckets: ({ zone }) => [zone],
  }),
  defineIndex({
    name: 'node',
    kind: 'eks/FargatePod',
    dependsOn: ['nodeName'],
    buckets: ({ nodeName }) => [nodeName],
  }),
];
