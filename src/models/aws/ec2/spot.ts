/**
 * Spot instances and their end (EC2 User Guide, "Spot Instance interruptions", "EC2 instance rebalance recommendations"):
 * quayside `interruptSpot { instanceId } | { instanceType, zones? }` gives the two-minute notice, after which EC2 terminates
 * the instance; `recommendRebalance` says that it is at risk, and may be followed by an interruption or not. Nothing of it
 * happens by chance: prices and supply stand still until somebody says otherwise.
 */
import {
  defineWatch,
  type Admission,
  type Context,
  type Controller,
  type Effect,
  type Read,
} from '../../../engine/model';
import { answer, refuse } from '../refusal';
import { inputOf, requiredText, textOf, textsOf, type Input } from '../requestInput';
import { timings } from '../timings';
import { tell } from './requests/changeInstanceState';
import { knownInstances } from './requests/instanceIds';
import type { Instance } from './types';

export const interruptSpot = (input: unknown, ctx: Context): Admission =>
  forSpotInstances(input, ctx, (instance) => {
    if (instance.interruptedAtMs !== undefined) return [];
    const leftMs = timings.ec2.spotNoticeMs;
    const { InstanceId: key, InstanceType } = instance;
    const about = { kind: 'ec2/Instance', key } as const;
    const data = { InstanceType, ...instance.Placement, leftMs };
    return [
      { do: 'put', ...about, value: { ...instance, interruptedAtMs: ctx.nowMs + leftMs } },
      { do: 'note', fact: { model: 'aws', type: 'spotInterruptionNotice', data, about } },
    ];
  });

export const recommendRebalance = (input: unknown, ctx: Context): Admission =>
  forSpotInstances(input, ctx, (instance) => {
    if (instance.rebalanceRecommendedAtMs !== undefined) return [];
    const { InstanceId: key, InstanceType } = instance;
    const about = { kind: 'ec2/Instance', key } as const;
    const data = { InstanceType, ...instance.Placement };
    return [
      { do: 'put', ...about, value: { ...instance, rebalanceRecommendedAtMs: ctx.nowMs } },
      { do: 'note', fact: { model: 'aws', type: 'spotRebalanceRecommendation', data, about } },
    ];
  });

function forSpotInstances(
  input: unknown,
  ctx: Context,
  effectsOf: (instance: Instance) => readonly Effect[],
): Admission {
  return answer((): Admission => {
    const found = spotInstances(inputOf(input), ctx);
    return { ok: true, output: {}, effects: found.flatMap(effectsOf) };
  });
}

function spotInstances(given: Input, read: Read): readonly Instance[] {
  const id = textOf(given, 'instanceId');
  if (id === undefined) return ofPool(given, read);
  const [instance] = knownInstances([id], read) as [Instance];
  if (instance.InstanceLifecycle !== 'spot' || !runs(instance))
    refuse('InvalidParameterValue', `The instance '${id}' is not a running Spot Instance.`, [
      'instanceId',
    ]);
  return [instance];
}

/** Spot capacity comes in pools: a type in a zone. */
function ofPool(given: Input, read: Read): readonly Instance[] {
  const type = requiredText(given, 'instanceType');
  const zones = textsOf(given, 'zones');
  return read
    .list('ec2/Instance')
    .filter((i) => i.InstanceLifecycle === 'spot' && i.InstanceType === type && runs(i))
    .filter((i) => zones.length === 0 || zones.includes(i.Placement.AvailabilityZone));
}

const runs = ({ State }: Instance): boolean => State.Name === 'pending' || State.Name === 'running';

const SPOT = 'ec2/spot';

/** Key: InstanceId. Takes the instance when its notice is over. */
export const spotController: Controller = {
  name: SPOT,
  latencyMs: 0,
  sync(InstanceId, read) {
    const instance = read.get('ec2/Instance', InstanceId);
    const atMs = instance?.interruptedAtMs;
    if (!instance || atMs === undefined || !runs(instance)) return undefined;
    return read.nowMs < atMs
      ? { commands: [], requeueAfterMs: atMs - read.nowMs }
      : { commands: [{ model: 'aws', type: 'reclaimSpotInstance', InstanceId }] };
  },
};

export const spotWatch = defineWatch({
  kind: 'ec2/Instance',
  wakes: SPOT,
  keys: (after, before, key) => (after?.interruptedAtMs !== before?.interruptedAtMs ? [key] : []),
});

export const reclaimSpotInstance = ({
  InstanceId,
}: {
  readonly InstanceId: string;
}): readonly Effect[] => [tell(InstanceId, 'reclaim')];
