/**
 * When the moments of a lesson's rules came, in this run. The same moment written twice is tracked once. What is awaited
 * by the clock alone (`plus`) comes when everything else at that instant has happened.
 */
import type { Moment } from '../types';
import { matches, sameCome, type Come, type Observation } from './observation';
import { Probe } from './probe';

type Of<A extends Moment['at']> = Extract<Moment, { readonly at: A }>;

interface MomentState {
  /** When it came, before `plus`. */
  readonly base: Come | null;
  /** With `plus`: when it has come indeed. */
  readonly come: Come | null;
  /** Facts: how many have matched, and up to which serial they have been looked at. */
  readonly matched: number;
  readonly seenTo: number;
  /** States: since when it is looked for, and whether it has not held meanwhile. */
  readonly after: Come | null;
  readonly broken: boolean;
}

const NOT_YET: MomentState = {
  base: null,
  come: null,
  matched: 0,
  seenTo: 0,
  after: null,
  broken: false,
};

export class MomentTrack {
  state = NOT_YET;
  readonly probe: Probe | null;

  constructor(
    readonly moment: Moment,
    /** Of `after` (states) or `moments` (all). */
    private readonly parts: readonly MomentTrack[],
    private readonly goalMet: (id: string) => Come | null,
  ) {
    this.probe = moment.at === 'state' ? new Probe(moment.conditions) : null;
  }

  /** Whether anything changed by it. */
  look(seen: Observation, opened: Come): boolean {
    const before = this.state;
    const base = this.baseOf(seen, opened);
    const { plusMs } = this.moment;
    let come = base && { ms: base.ms + plusMs, serial: base.serial };
    if (come && plusMs > 0) come = this.whenDue(come, seen);
    if (sameCome(base, before.base) && sameCome(come, before.come)) return false;
    this.state = { ...this.state, base, come };
    return true;
  }

  /** When the clock alone will bring it; undefined: nothing is awaited. */
  get dueMs(): number | undefined {
    const { base, come } = this.state;
    if (!base || this.moment.plusMs === 0) return undefined;
    const dueMs = base.ms + this.moment.plusMs;
    return come?.ms === dueMs ? undefined : dueMs;
  }

  private whenDue(come: Come, { read, settled, factCount }: Observation): Come | null {
    if (this.state.come?.ms === come.ms) return this.state.come;
    const due = settled ? read.nowMs >= come.ms : read.nowMs > come.ms;
    return due ? { ms: come.ms, serial: factCount } : null;
  }

  private baseOf(seen: Observation, opened: Come): Come | null {
    const { moment } = this;
    switch (moment.at) {
      case 'open':
        return opened;
      case 'goal':
        return this.goalMet(moment.goal);
      case 'fact':
        return this.newestFact(moment, seen);
      case 'state':
        return this.firstState(moment, seen);
      case 'all':
        return latest(this.parts.map((part) => part.state.come));
    }
  }

  private newestFact({ fact: pattern, nth, onwards }: Of<'fact'>, seen: Observation) {
    let { base, matched } = this.state;
    const { seenTo } = this.state;
    for (const fact of seen.facts) {
      if (fact.serial < seenTo || !matches(pattern, fact, seen)) continue;
      matched += 1;
      if (nth === null || matched === nth || (onwards && matched > nth))
        base = { ms: fact.atMs, serial: fact.serial + 1 };
    }
    this.state = { ...this.state, matched, seenTo: seen.factCount };
    return base;
  }

  private firstState({ again }: Of<'state'>, seen: Observation): Come | null {
    const probe = this.probe as Probe;
    const after = this.parts[0]?.state.come ?? null;
    if (!sameCome(after, this.state.after)) {
      this.state = { ...this.state, base: null, after, broken: !again };
      probe.restart(after, seen);
    } else probe.look(seen);
    if (!after || this.state.base) return this.state.base;
    if (!probe.holds) this.state = { ...this.state, broken: true };
    else if (this.state.broken) return { ms: seen.read.nowMs, serial: seen.factCount };
    return null;
  }
}

function latest(parts: readonly (Come | null)[]): Come | null {
  let last: Come | null = null;
  for (const part of parts) {
    if (!part) return null;
    if (!last || part.serial > last.serial || (part.serial === last.serial && part.ms > last.ms))
      last = part;
  }
  return last;
}

/** Tracks every moment once; parts come before what is made of them. */
export class Moments {
  readonly tracks: MomentTrack[] = [];
  private readonly byText = new Map<string, MomentTrack>();

  constructor(private readonly goalMet: (id: string) => Come | null) {}

  track(moment: Moment): MomentTrack {
    const text = JSON.stringify(moment);
    const known = this.byText.get(text);
    if (known) return known;
    const parts =
      moment.at === 'all' ? moment.moments : moment.at === 'state' ? [moment.after] : [];
    const made = new MomentTrack(
      moment,
      parts.map((part) => this.track(part)),
      this.goalMet,
    );
    this.byText.set(text, made);
    this.tracks.push(made);
    return made;
  }

  find(moment: Moment): MomentTrack | undefined {
    return this.byText.get(JSON.stringify(moment));
  }
}
