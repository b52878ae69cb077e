/** The machine of an instance at work: what its states mean in the record, and the facts they leave. */
import type { Context, Effect, Lifecycle } from '../../../engine/model';
import { gmtInstant } from '../calendar';
import { timings } from '../timings';
import type { Ec2Fact } from './facts';
import { instanceMachine, type InstanceLife, type Instigator } from './instance.machine';
import type { Instance, InstanceStateName } from './types';

export const INSTANCE_LIFECYCLE = 'ec2/instance';

export const instanceLifecycle: Lifecycle = {
  name: INSTANCE_LIFECYCLE,
  machine: instanceMachine,
  record: (key) => ({ kind: 'ec2/Instance', key }),
  status(key, { value, context }, ctx) {
    const before = ctx.get('ec2/Instance', key);
    if (!before || value === 'forgotten') return [];
    const { instigator } = context as { instigator: Instigator };
    const after = instanceStatus(before, value as MachineState, instigator, ctx.nowMs);
    if (after === before) return [];
    return [
      { do: 'put', kind: 'ec2/Instance', key, value: after },
      ...factsOf(before, after, value as MachineState, ctx.nowMs),
    ];
  },
  intents: {
    forget: ({ key }) => [{ do: 'remove', kind: 'ec2/Instance', key }],
  },
  // Power comes and goes for a whole zone; what is off, or going off, does not notice.
  ignores: ['powerLost', 'powerRestored', 'terminate', 'reclaim', 'reboot'],
};

/** Draws how long each phase of this instance's life will take, and starts it. */
export function beginInstance(
  instanceId: string,
  stream: string,
  ground: boolean,
  ctx: Context,
): Effect {
  const random = ctx.random(stream);
  const { launchMs, bootMs, stopMs, shutDownMs, terminatedVisibleMs } = timings.ec2;
  const draw = (range: { from: number; to: number }) => random.between(range.from, range.to);
  const input: InstanceLife = {
    ground,
    launchMs: draw(launchMs),
    bootMs: draw(bootMs),
    stopMs: draw(stopMs),
    shutDownMs: draw(shutDownMs),
    terminatedVisibleMs,
  };
  return { do: 'begin', lifecycle: INSTANCE_LIFECYCLE, key: instanceId, input };
}

/** EC2 API, InstanceState: the low byte of the code. */
export const STATE_CODES: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

type MachineState = InstanceStateName | 'booting' | 'unpowered';

function instanceStatus(
  before: Instance,
  state: MachineState,
  instigator: Instigator,
  nowMs: number,
): Instance {
  const Name = state === 'booting' || state === 'unpowered' ? 'running' : state;
  const powered = isPowered(state, before);
  const bootedAtMs = bootedAt(state, before, powered, nowMs);
  const moved = Name !== before.State.Name;
  if (!moved && powered === before.powered && bootedAtMs === before.bootedAtMs) return before;
  const restarted = moved && Name === 'pending';
  return {
    ...before,
    State: { Code: STATE_CODES[Name], Name },
    StateTransitionReason: moved
      ? transitionReason(before, instigator, nowMs)
      : before.StateTransitionReason,
    LaunchTime: restarted ? nowMs : before.LaunchTime,
    powered,
    bootedAtMs,
  };
}

function isPowered(state: MachineState, before: Instance): boolean {
  if (state === 'unpowered' || state === 'stopped' || state === 'terminated') return false;
  return state === 'stopping' || state === 'shutting-down' ? before.powered : true;
}

function bootedAt(
  state: MachineState,
  before: Instance,
  powered: boolean,
  nowMs: number,
): number | null {
  if (state === 'running') return before.bootedAtMs ?? nowMs;
  const goingDown = state === 'stopping' || state === 'shutting-down';
  return goingDown && powered ? before.bootedAtMs : null;
}

function transitionReason(before: Instance, instigator: Instigator, nowMs: number): string {
  const carriesOut = before.State.Name === 'stopping' || before.State.Name === 'shutting-down';
  if (carriesOut && before.StateTransitionReason !== '') return before.StateTransitionReason;
  if (instigator === 'user') return `User initiated (${gmtInstant(nowMs)})`;
  if (instigator === 'spot') return 'Server.SpotInstanceTermination: Spot instance termination';
  return instigator === 'server' ? 'Server.InternalError' : '';
}

function factsOf(before: Instance, after: Instance, state: MachineState, nowMs: number): Effect[] {
  const { InstanceId: key, Placement } = after;
  const about = { kind: 'ec2/Instance', key } as const;
  const zone = { AvailabilityZone: Placement.AvailabilityZone };
  const notes: Ec2Fact[] = [];
  if (before.State.Name !== after.State.Name) {
    const [from, to] = [before.State.Name, after.State.Name];
    notes.push({
      type: 'instanceStateChanged',
      data: { from, to, reason: after.StateTransitionReason },
    });
  } else if (before.powered !== after.powered)
    notes.push({ type: after.powered ? 'instancePowerRestored' : 'instancePowerLost', data: zone });
  else if (state === 'booting') notes.push({ type: 'instanceRebooting', data: {} });
  if (before.bootedAtMs === null && after.bootedAtMs !== null)
    notes.push({ type: 'instanceBooted', data: { sinceLaunchMs: nowMs - after.LaunchTime } });
  return notes.map((note) => ({ do: 'note', fact: { model: 'aws', ...note, about } }));
}
