/** Auto Scaling SuspendProcesses, ResumeProcesses: all of them where none is named. */
import type { Admission, Context } from '../../../../engine/model';
import { isoInstant } from '../../calendar';
import { answer } from '../../refusal';
import { inputOf, textsOf, type Input } from '../../requestInput';
import { PROCESSES, type Process } from '../processes';
import type { AutoScalingGroup } from '../types';
import { groupNamed, invalid } from './fields';

export const suspendProcesses = (input: unknown, ctx: Context): Admission =>
  switched(input, ctx, ({ SuspendedProcesses = [] }, asked) => {
    const SuspensionReason = `User suspended at ${isoInstant(ctx.nowMs)}`;
    const fresh = asked.filter(
      (name) => !SuspendedProcesses.some(({ ProcessName }) => ProcessName === name),
    );
    return [
      ...SuspendedProcesses,
      ...fresh.map((ProcessName) => ({ ProcessName, SuspensionReason })),
    ];
  });

export const resumeProcesses = (input: unknown, ctx: Context): Admission =>
  switched(input, ctx, ({ SuspendedProcesses = [] }, asked) =>
    SuspendedProcesses.filter(({ ProcessName }) => !asked.includes(ProcessName)),
  );

type Suspended = NonNullable<AutoScalingGroup['SuspendedProcesses']>;

const switched = (
  input: unknown,
  ctx: Context,
  change: (group: AutoScalingGroup, asked: readonly Process[]) => Suspended,
): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = groupNamed(given, ctx);
    const SuspendedProcesses = change(group, processesField(given));
    if (SuspendedProcesses.length === (group.SuspendedProcesses ?? []).length)
      return { ok: true, output: {}, effects: [] };
    const about = {
      kind: 'autoscaling/AutoScalingGroup',
      key: group.AutoScalingGroupName,
    } as const;
    const data = { suspended: SuspendedProcesses.map(({ ProcessName }) => ProcessName) };
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'put', ...about, value: { ...group, SuspendedProcesses } },
        { do: 'note', fact: { model: 'aws', type: 'groupProcessesSet', data, about } },
      ],
    };
  });

function processesField(given: Input): readonly Process[] {
  const named = textsOf(given, 'ScalingProcesses');
  const wrong = named.findIndex((name) => !PROCESSES.includes(name as Process));
  if (wrong >= 0)
    invalid(
      `Invalid scaling process: ${named[wrong]}. Valid processes are ${PROCESSES.join(', ')}.`,
      'ScalingProcesses',
      wrong,
    );
  return named.length === 0 ? PROCESSES : (named as readonly Process[]);
}
