/**
 * EC2 TerminateInstances, StopInstances, StartInstances, RebootInstances. All named instances change or none: one in a
 * state from which it cannot go there refuses the whole call.
 */
import type { Admission, Context, Effect } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf } from '../../requestInput';
import type { InstanceEvent } from '../instance.machine';
import { INSTANCE_LIFECYCLE, STATE_CODES } from '../instanceLifecycle';
import type { Instance, InstanceStateName } from '../types';
import { instancesNamed } from './instanceIds';
import { requireCapacity } from './runInstances';

interface StateChange {
  readonly event: InstanceEvent['type'];
  /** Name of the list in the answer; RebootInstances answers nothing. */
  readonly answers: string | null;
  /** State -> state that the answer names; a state that is not listed refuses. */
  readonly from: Readonly<Partial<Record<InstanceStateName, InstanceStateName>>>;
  /** `This instance '` ... `' is not in a state from which it can be ` ...: EC2 words them differently. */
  readonly refused: readonly [subject: string, participle: string];
}

const terminate: StateChange = {
  event: 'terminate',
  answers: 'TerminatingInstances',
  from: {
    pending: 'shutting-down',
    running: 'shutting-down',
    stopping: 'shutting-down',
    'shutting-down': 'shutting-down',
    stopped: 'terminated',
    terminated: 'terminated',
  },
  refused: ['The instance', 'terminated'],
};

const stop: StateChange = {
  event: 'stop',
  answers: 'StoppingInstances',
  from: { running: 'stopping', stopping: 'stopping', stopped: 'stopped' },
  refused: ['This instance', 'stopped'],
};

const start: StateChange = {
  event: 'start',
  answers: 'StartingInstances',
  from: { stopped: 'pending', pending: 'pending', running: 'running' },
  refused: ['The instance', 'started'],
};

const reboot: StateChange = {
  event: 'reboot',
  answers: null,
  from: { running: 'running' },
  refused: ['The instance', 'rebooted'],
};

function refuseState({ InstanceId }: Instance, { refused }: StateChange): never {
  const [subject, participle] = refused;
  return refuse(
    'IncorrectInstanceState',
    `${subject} '${InstanceId}' is not in a state from which it can be ${participle}.`,
  );
}

const request =
  (change: StateChange) =>
  (input: unknown, ctx: Context): Admission =>
    answer((): Admission => {
      const moves = instancesNamed(inputOf(input), ctx).map((instance) => ({
        instance,
        to: change.from[instance.State.Name] ?? refuseState(instance, change),
      }));
      if (change.event === 'start') moves.forEach(({ instance }) => requirePower(instance, ctx));
      return {
        ok: true,
        output: change.answers === null ? {} : { [change.answers]: moves.map(stateChange) },
        effects: moves.flatMap(({ instance, to }): Effect[] =>
          to === instance.State.Name && change.event !== 'reboot'
            ? []
            : [tell(instance.InstanceId, change.event)],
        ),
      };
    });

export const terminateInstances = request(terminate);
export const stopInstances = request(stop);
export const startInstances = request(start);
export const rebootInstances = request(reboot);

/** Events reach a machine only in states that take them, or that ignore them on purpose. */
export const tell = (key: string, type: InstanceEvent['type']): Effect => ({
  do: 'tell',
  lifecycle: INSTANCE_LIFECYCLE,
  key,
  event: { type },
});

const stateChange = ({ instance, to }: { instance: Instance; to: InstanceStateName }) => ({
  InstanceId: instance.InstanceId,
  CurrentState: { Code: STATE_CODES[to], Name: to },
  PreviousState: instance.State,
});

function requirePower({ InstanceType, Placement, State }: Instance, ctx: Context): void {
  if (State.Name === 'stopped') requireCapacity(InstanceType, Placement.AvailabilityZone, ctx);
}
