/** The loop of each group, and what EC2's states mean for its instances. Keys: AutoScalingGroupName, InstanceId. */
import { defineWatch, type Command, type Controller, type Watch } from '../../../engine/model';
import { timings } from '../timings';
import { decideGroup } from './decideGroup';
import { LIFECYCLE_ACTION_CONTROLLER, lifecycleActionController } from './lifecycleHooks';
import { observeGroup } from './observeGroup';
import { isWarm } from './states';
import { followWarm } from './warmPool';

const GROUP = 'autoscaling/group';
const MEMBER = 'autoscaling/memberState';

const groupController: Controller = {
  name: GROUP,
  latencyMs: timings.autoscaling.noticedMs,
  sync(name, read) {
    const observed = observeGroup(name, read);
    return observed && decideGroup(observed);
  },
};

const memberController: Controller = {
  name: MEMBER,
  latencyMs: 0,
  sync(InstanceId, read) {
    const member = read.get('autoscaling/AutoScalingInstance', InstanceId);
    if (!member) return undefined;
    if (isWarm(member)) {
      const command = followWarm(member, read);
      return command && { commands: [command] };
    }
    const state = read.get('ec2/Instance', InstanceId)?.State.Name ?? 'terminated';
    const follow = (event: 'running' | 'terminated'): { commands: readonly Command[] } => ({
      commands: [
        {
          model: 'aws',
          type: 'followInstance',
          InstanceId,
          event,
          because: { kind: 'ec2/Instance', key: InstanceId },
        },
      ],
    });
    if (member.LifecycleState === 'Pending' && state === 'running') return follow('running');
    if (/Terminating/.test(member.LifecycleState) && state === 'terminated')
      return follow('terminated');
    return undefined;
  },
};

export const autoScalingControllers: readonly Controller[] = [
  groupController,
  memberController,
  lifecycleActionController,
];

export const autoScalingWatches: readonly Watch[] = [
  defineWatch({
    kind: 'autoscaling/AutoScalingInstance',
    wakes: LIFECYCLE_ACTION_CONTROLLER,
    keys: (after, before, key) => (after?.actions !== before?.actions ? [key] : []),
  }),
  defineWatch({
    kind: 'autoscaling/AutoScalingGroup',
    wakes: GROUP,
    keys: (after, before, key) => (after && changesWork(after, before) ? [key] : []),
  }),
  defineWatch({
    kind: 'autoscaling/AutoScalingInstance',
    wakes: GROUP,
    keys: (after, before) => {
      const name = (after ?? before)?.AutoScalingGroupName;
      const same =
        after?.LifecycleState === before?.LifecycleState &&
        after?.HealthStatus === before?.HealthStatus;
      return name === undefined || same ? [] : [name];
    },
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: GROUP,
    keys: (after, before, key, read) => {
      if (!before || sameHealth(before, after)) return [];
      const member = read.get('autoscaling/AutoScalingInstance', key);
      return member ? [member.AutoScalingGroupName] : [];
    },
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: MEMBER,
    keys: (after, before, key, read) =>
      (after?.State.Name !== before?.State.Name || after?.bootedAtMs !== before?.bootedAtMs) &&
      read.has('autoscaling/AutoScalingInstance', key)
        ? [key]
        : [],
  }),
  defineWatch({
    kind: 'autoscaling/AutoScalingInstance',
    wakes: MEMBER,
    keys: (after, before, key) => (after?.LifecycleState !== before?.LifecycleState ? [key] : []),
  }),
];

type Group = NonNullable<ReturnType<typeof observeGroup>>['group'];

/** Cooldowns, causes and failed launches are written by the loop itself. */
const changesWork = (after: Group, before: Group | undefined): boolean =>
  !before ||
  after.DesiredCapacity !== before.DesiredCapacity ||
  after.AvailabilityZones !== before.AvailabilityZones ||
  after.Status !== before.Status ||
  after.SuspendedProcesses !== before.SuspendedProcesses ||
  after.WarmPoolConfiguration !== before.WarmPoolConfiguration ||
  (after.launchFailures !== before.launchFailures && after.launchFailures.length > 0);

interface Health {
  readonly State: { readonly Name: string };
  readonly powered: boolean;
  readonly reachable: boolean;
  readonly rebalanceRecommendedAtMs?: number;
  readonly interruptedAtMs?: number;
}
const sameHealth = (before: Health, after: Health | undefined): boolean =>
  before.State.Name === after?.State.Name &&
  before.powered === after.powered &&
  before.reachable === after.reachable &&
  before.rebalanceRecommendedAtMs === after.rebalanceRecommendedAtMs &&
  before.interruptedAtMs === after.interruptedAtMs;
