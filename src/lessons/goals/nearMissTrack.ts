/** Whether a near miss has been seen in this run: its state has held for long enough. */
import type { Rules } from '../types';
import type { Come, Observation } from './observation';
import { Probe } from './probe';

interface State {
  readonly sinceMs: number | null;
  readonly seen: boolean;
}

export class NearMissTrack {
  state: State = { sinceMs: null, seen: false };
  readonly probe: Probe;
  readonly id: string;
  private readonly forMs: number;

  constructor({ id, shows, showsForMs }: Rules['nearMisses'][number]) {
    this.id = id;
    this.forMs = showsForMs;
    this.probe = new Probe(shows);
  }

  restart(window: Come, seen: Observation): void {
    this.probe.restart(window, seen);
  }

  look(seen: Observation): void {
    if (this.state.seen) return;
    this.probe.look(seen);
    const { nowMs } = seen.read;
    const sinceMs = this.probe.holds ? (this.state.sinceMs ?? nowMs) : null;
    const full = sinceMs !== null && seen.settled && nowMs >= sinceMs + this.forMs;
    if (full || sinceMs !== this.state.sinceMs) this.state = { sinceMs, seen: full };
  }

  get dueMs(): number | undefined {
    const { sinceMs, seen } = this.state;
    return seen || sinceMs === null ? undefined : sinceMs + this.forMs;
  }
}
