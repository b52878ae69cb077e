/** One goal in this run: waiting, unmet, holding, met; late or failed until its window begins anew. */
import type { Goal, GoalPhase, GoalState } from '../types';
import type { MomentTrack } from './moments';
import { sameCome, type Come, type Observation } from './observation';
import { Probe } from './probe';

interface State {
  readonly phase: GoalPhase;
  readonly sinceMs: number;
  readonly window: Come | null;
  readonly met: Come | null;
  /** `never`: since when the conditions have held. */
  readonly violatedMs: number | null;
  /** While it is awaited. */
  readonly now: number | null;
  /** `never`: when the clock alone will bring its end. */
  readonly overMs: number | null;
}

const BEGINNING: State = {
  phase: 'waiting',
  sinceMs: 0,
  window: null,
  met: null,
  violatedMs: null,
  now: null,
  overMs: null,
};

export class GoalTrack {
  state = BEGINNING;
  readonly probe: Probe;

  constructor(
    readonly goal: Goal,
    private readonly after: MomentTrack,
    private readonly until: MomentTrack | null,
    /** All that count and do not wait for the others in turn. */
    private readonly othersMet: () => boolean,
  ) {
    this.probe = new Probe(goal.conditions);
  }

  /** Whether anything changed by it. */
  look(seen: Observation): boolean {
    const before = this.state;
    if (before.met) return false;
    const window = this.after.state.come;
    if (!sameCome(window, before.window)) {
      this.probe.restart(window, seen);
      this.state = { ...before, window, violatedMs: null };
      this.enter(window ? (this.goal.never ? 'holding' : 'unmet') : 'waiting', seen);
    } else this.probe.look(seen);
    if (window && this.goal.never) this.forbid(window, seen);
    else if (window) this.await(window, seen);
    this.tell();
    return this.state !== before;
  }

  /** The next instant at which time alone decides something. */
  get dueMs(): number | undefined {
    const { phase, sinceMs, window, violatedMs } = this.state;
    const { forMs, withinMs, never } = this.goal;
    if (!window) return undefined;
    if (never && phase === 'holding') return violatedMs === null ? undefined : violatedMs + forMs;
    if (phase === 'holding') return sinceMs + forMs;
    return phase === 'unmet' && withinMs !== null ? window.ms + withinMs : undefined;
  }

  view(): GoalState {
    const { phase, sinceMs, window, met, now, overMs } = this.state;
    const { id, never, withinMs, forMs } = this.goal;
    const awaited = phase === 'unmet' || phase === 'holding';
    return {
      id,
      phase,
      sinceMs,
      metAtMs: met?.ms ?? null,
      windowMs: window?.ms ?? null,
      dueMs: awaited && window && withinMs !== null ? window.ms + withinMs : overMs,
      now,
      metIfHeldMs: phase === 'holding' && !never ? sinceMs + forMs : null,
    };
  }

  /** What the page says of it beside its phase. */
  private tell(): void {
    const { phase } = this.state;
    const now = phase === 'unmet' ? this.probe.state.short : null;
    const overMs = (phase === 'holding' && this.until?.dueMs) || null;
    if (now !== this.state.now || overMs !== this.state.overMs)
      this.state = { ...this.state, now, overMs };
  }

  private await(window: Come, seen: Observation): void {
    const { withinMs, forMs } = this.goal;
    const { nowMs } = seen.read;
    if (this.state.phase === 'late') return;
    if (this.probe.holds) {
      if (this.state.phase !== 'holding') this.enter('holding', seen);
      const fullMs = this.state.sinceMs + forMs;
      if (forMs === 0 || (seen.settled && nowMs >= fullMs)) this.meet(seen);
      return;
    }
    if (this.state.phase === 'holding') this.enter('unmet', seen);
    const endMs = withinMs === null ? Infinity : window.ms + withinMs;
    if (nowMs > endMs || (seen.settled && nowMs >= endMs)) this.enter('late', seen);
  }

  private forbid(window: Come, seen: Observation): void {
    const { nowMs } = seen.read;
    if (this.state.phase === 'failed') return;
    const { forMs } = this.goal;
    const since = this.probe.holds ? (this.state.violatedMs ?? nowMs) : null;
    if (since !== this.state.violatedMs) this.state = { ...this.state, violatedMs: since };
    if (since !== null && (forMs === 0 || (seen.settled && nowMs >= since + forMs)))
      this.enter('failed', seen);
    else if (this.isOver(window)) this.meet(seen);
  }

  private isOver(window: Come): boolean {
    if (!this.until) return this.othersMet();
    const end = this.until.state.come;
    return end !== null && end.serial >= window.serial;
  }

  private meet(seen: Observation): void {
    this.enter('met', seen);
    this.state = { ...this.state, met: { ms: seen.read.nowMs, serial: seen.factCount } };
  }

  private enter(phase: GoalPhase, { read }: Observation): void {
    this.state = { ...this.state, phase, sinceMs: read.nowMs };
  }
}
