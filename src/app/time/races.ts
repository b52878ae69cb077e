/**
 * How long each platform took from a fault until as many serve as before it. Counted from facts alone, so that it is
 * the same after seeking: a task serves while RUNNING and not found UNHEALTHY, a pod while Ready; pods of a DaemonSet are
 * part of their node. A fault that takes nothing away is no race, and what is no longer asked for need not come back.
 */
import type { Fact } from '../../engine/model';
import { PLATFORMS, type Platform } from '../../stage/view';
import { Asked } from './asked';
import { isFault } from '../sentences/say';
import type { RequestData } from '../sentences/types';

export interface Race {
  readonly lane: Platform;
  readonly fromMs: number;
  /** null while fewer serve than before. */
  readonly toMs: number | null;
  /** As many as before the fault. */
  readonly goal: number;
  /** The request that broke it: `loseZone`. */
  readonly what: string;
}

/** The newest fault, and what the same fault did on the other half: to be read side by side. */
export function sideBySide(races: readonly Race[]): readonly Race[] {
  const newest = races.reduce<Race | null>(
    (best, race) => (best && best.fromMs > race.fromMs ? best : race),
    null,
  );
  if (!newest) return [];
  return PLATFORMS.flatMap((lane) => {
    const last = races.findLast((race) => race.lane === lane);
    return last && (last.fromMs === newest.fromMs || last.what === newest.what) ? [last] : [];
  });
}

interface Fault {
  readonly atMs: number;
  readonly goal: number;
  readonly what: string;
}

interface Half {
  readonly serving: Set<string>;
  /** ECS only: what has a status of RUNNING, whether or not it serves. */
  readonly running: Set<string>;
  /** Kubernetes only: pods of a DaemonSet. */
  readonly ofNode: Set<string>;
  /** By serial: when each fault struck, and how many served then. */
  readonly faults: Map<number, Fault>;
  /** Index of the newest race. */
  race: number | null;
}

const calm = (): Half => ({
  serving: new Set(),
  running: new Set(),
  ofNode: new Set(),
  faults: new Map(),
  race: null,
});

export class Races {
  readonly #all: Race[] = [];
  readonly #asked = new Asked();
  readonly #halves: Readonly<Record<Platform, Half>> = { ecs: calm(), kubernetes: calm() };

  get all(): readonly Race[] {
    return this.#all;
  }

  fold(fact: Fact): void {
    if (isFault(fact)) {
      for (const half of Object.values(this.#halves)) this.#strike(half, fact);
      return;
    }
    if (fact.model !== 'ecs' && fact.model !== 'kubernetes') return;
    const half = this.#halves[fact.model];
    const less = -this.#asked.fold(fact);
    if (less > 0) this.#lower(half, less);
    const before = half.serving.size;
    note(fact, half);
    if (half.serving.size !== before || less > 0) this.#settle(fact.model, half, fact);
  }

  /** While something is still missing, as many must come back as before it went missing. */
  #strike(half: Half, { serial, atMs, data }: Fact): void {
    const open = half.race === null ? undefined : this.#all[half.race];
    const missed = open?.toMs === null ? open.goal : 0;
    const { request } = data as RequestData;
    half.faults.set(serial, {
      atMs,
      goal: Math.max(half.serving.size, missed),
      what: 'action' in request ? request.action : request.verb,
    });
  }

  /** Fewer are asked for than when the fault struck. */
  #lower(half: Half, by: number): void {
    for (const [serial, fault] of half.faults)
      half.faults.set(serial, { ...fault, goal: Math.max(0, fault.goal - by) });
    const open = half.race === null ? undefined : this.#all[half.race];
    if (half.race !== null && open?.toMs === null)
      this.#all[half.race] = { ...open, goal: Math.max(0, open.goal - by) };
  }

  /**
   * Only what follows from a fault counts as lost by it. A second fault before the first is healed belongs to the same
   * race; what a fault takes away later, when a node is given up, opens its race again.
   */
  #settle(lane: Platform, half: Half, { atMs, root }: Fact): void {
    const last = half.race === null ? undefined : this.#all[half.race];
    if (half.race !== null && last?.toMs === null) {
      if (half.serving.size >= last.goal) this.#all[half.race] = { ...last, toMs: atMs };
      return;
    }
    const fault = root === null ? undefined : half.faults.get(root);
    if (!fault || half.serving.size >= fault.goal) return;
    const { atMs: fromMs, goal, what } = fault;
    const open: Race = { lane, fromMs, toMs: null, goal, what };
    if (half.race !== null && last?.fromMs === open.fromMs) this.#all[half.race] = open;
    else half.race = this.#all.push(open) - 1;
  }
}

const GONE: ReadonlySet<string> = new Set([
  'podNotReady',
  'podTerminating',
  'podFailed',
  'podSucceeded',
  'podOrphaned',
  'objectDeleted',
]);

function note(fact: Fact, { serving, running, ofNode }: Half): void {
  const { key } = fact.about;
  if (fact.model === 'ecs') {
    if (fact.type === 'taskStatusChanged') {
      const isRunning = fact.data.to === 'RUNNING';
      for (const set of [running, serving])
        if (isRunning) set.add(key);
        else set.delete(key);
    } else if (fact.type === 'standingChanged') {
      if (fact.data.to === 'UNHEALTHY') serving.delete(key);
      else if (fact.data.to === 'HEALTHY' && running.has(key)) serving.add(key);
    }
  } else if (fact.model === 'kubernetes') {
    if (fact.type === 'podCreated' && fact.data.ownerKind === 'DaemonSet') ofNode.add(key);
    else if (fact.type === 'podReady' && !ofNode.has(key)) serving.add(key);
    else if (GONE.has(fact.type)) serving.delete(key);
  }
}
