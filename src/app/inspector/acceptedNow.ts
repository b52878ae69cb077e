/** What a machine would take where it stands: the events its states listen to, and the delays under way. */
import type { LifecycleState } from '../../engine/model';
import type { MachineDescription } from '../../host/protocol';

export interface Accepted {
  readonly events: readonly string[];
  readonly timers: readonly { readonly what: string; readonly dueAtMs: number }[];
}

export function acceptedNow(
  { transitions }: MachineDescription,
  { value, timers, status }: LifecycleState,
): Accepted {
  if (status !== 'active') return { events: [], timers: [] };
  const state = pathOf(value);
  const events = transitions.flatMap(({ from, on, after }) =>
    from === state && !after && on !== '' ? [on] : [],
  );
  return {
    events: [...new Set(events)],
    timers: timers.map(({ event, dueAtMs }) => ({
      what: /^xstate\.after\.(.+?)\./.exec(event)?.[1] ?? event,
      dueAtMs,
    })),
  };
}

/** `Running.expecting` of `{ Running: 'expecting' }`. */
function pathOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value ?? {})
    .map(([name, below]) => (below === undefined ? name : `${name}.${pathOf(below)}`))
    .join(' ');
}
