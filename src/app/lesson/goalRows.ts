/** How far each goal is, as the page shows and says it: from the host's records, at the shown moment. */
import type { Goal, GoalState, Line } from '../../lessons/types';
import { clock } from '../../stage/clock';
import type { LessonWords } from './words.en';

export type MarkState = 'open' | 'holding' | 'met' | 'watched';

export interface GoalRow {
  readonly id: string;
  readonly mark: MarkState;
  /** Of the ring, while it holds. */
  readonly part: number;
  readonly text: Line;
  /** Beside the text: a time or a count. */
  readonly note: string;
  /** Below the text: what has gone wrong, and what helps. */
  readonly below: string;
  readonly spoken: string;
  readonly stretch: boolean;
}

export interface GoalInputs {
  readonly goals: readonly Goal[];
  readonly state: (id: string) => GoalState | undefined;
  readonly text: (id: string) => Line;
  readonly nowMs: number;
  /** Shown as 0:00. */
  readonly originMs: number;
  /** What is met was played by the page, not by the learner. */
  readonly watched: boolean;
  /** Met by the learner in an earlier run. */
  readonly before: (id: string) => boolean;
  readonly m: LessonWords;
}

type Said = Pick<GoalRow, 'mark' | 'part' | 'note' | 'below' | 'spoken'>;

export function goalRows(inputs: GoalInputs): readonly GoalRow[] {
  return inputs.goals.map(({ id, stretch }) => ({
    id,
    stretch,
    text: inputs.text(id),
    ...saying(id, inputs),
  }));
}

function saying(id: string, inputs: GoalInputs): Said {
  const { nowMs, originMs, watched, before, m } = inputs;
  const state = inputs.state(id);
  if (state?.phase === 'met') {
    const at = clock((state.metAtMs ?? state.sinceMs) - originMs);
    return watched && !before(id)
      ? { mark: 'watched', part: 1, note: at, below: '', spoken: `${m.watched}, ${at}` }
      : { mark: 'met', part: 1, note: at, below: '', spoken: m.met(at) };
  }
  if (!watched && before(id))
    return { mark: 'met', part: 1, note: '', below: '', spoken: m.metBefore };
  const open = (note: string, below = ''): Said => ({
    mark: 'open',
    part: 0,
    note,
    below,
    spoken: [note, below].filter(Boolean).join(', ') || m.notYet,
  });
  switch (state?.phase) {
    case 'holding':
      return holding(state, nowMs, m);
    case 'late':
      return open('', m.late);
    case 'failed':
      return open('', m.failed(clock(state.sinceMs - originMs)));
    case 'unmet':
      return unmet(state, nowMs, m, open);
    default:
      return open('');
  }
}

/** The time that is left, and the number that is not enough yet: beside the text as far as there is room. */
function unmet(
  { dueMs, now }: GoalState,
  nowMs: number,
  m: LessonWords,
  open: (note: string, below?: string) => Said,
): Said {
  const number = now === null ? '' : m.now(now);
  return dueMs === null ? open(number) : open(m.left(clock(Math.max(0, dueMs - nowMs))), number);
}

function holding(state: GoalState, nowMs: number, m: LessonWords): Said {
  // What must never happen holds until something else does: there is no whole to be a part of.
  if (state.metIfHeldMs === null) return keeping(state, nowMs, m);
  const wholeMs = Math.max(1, state.metIfHeldMs - state.sinceMs);
  const heldMs = Math.min(wholeMs, Math.max(0, nowMs - state.sinceMs));
  const note = m.holds(String(Math.floor(heldMs / 1000)), String(Math.round(wholeMs / 1000)));
  return { mark: 'holding', part: heldMs / wholeMs, note, below: '', spoken: note };
}

/** What must never happen and has not: with the clock's end where it has one. */
function keeping({ windowMs, dueMs }: GoalState, nowMs: number, m: LessonWords): Said {
  const said = {
    mark: 'holding',
    part: 1,
    note: m.holdsSoFar,
    below: '',
    spoken: m.holdsSoFar,
  } as const;
  if (dueMs === null || windowMs === null || dueMs <= windowMs) return said;
  const left = m.left(clock(Math.max(0, dueMs - nowMs)));
  const part = Math.min(1, Math.max(0, (nowMs - windowMs) / (dueMs - windowMs)));
  return { ...said, part, note: left, spoken: `${m.holdsSoFar}, ${left}` };
}
