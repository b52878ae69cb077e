/**
 * What the charts count, from facts alone: exact at every moment however coarsely time was played, the same after going
 * back, and computable for a future that was left behind. A task runs while RUNNING, a pod while Ready; pending are those
 * on their way there for the first time; healthy are targets of the load balancer.
 */
import type { Fact } from '../../engine/model';
import { PLATFORMS, type Platform } from '../../stage/view';
import type { Steps } from '../../stage/charts';
import { Asked } from './asked';
import { isOfKubernetes } from './dueMarks';
import { Line } from './line';
import { indexAfter, type Run } from './run.svelte';

export const COUNTED = ['asked', 'running', 'pending', 'healthy'] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Readonly<Record<Counted, Steps>>;

interface Half {
  readonly running: Set<string>;
  readonly pending: Set<string>;
  /** Pods that are counted at all. */
  readonly own: Set<string>;
  readonly healthy: Set<string>;
  readonly lines: Readonly<Record<Counted, Line>>;
}

const emptyHalf = (): Half => ({
  running: new Set(),
  pending: new Set(),
  own: new Set(),
  healthy: new Set(),
  lines: Object.fromEntries(COUNTED.map((name) => [name, new Line()])) as Record<Counted, Line>,
});

export class Series {
  readonly #halves: Readonly<Record<Platform, Half>> = {
    ecs: emptyHalf(),
    kubernetes: emptyHalf(),
  };
  readonly #asked = new Asked();

  of(platform: Platform): Counts {
    return this.#halves[platform].lines;
  }

  fold(fact: Fact): void {
    const { atMs } = fact;
    if (this.#asked.fold(fact) !== 0)
      for (const platform of PLATFORMS)
        this.#halves[platform].lines.asked.set(atMs, this.#asked.of(platform));
    if (fact.model === 'ecs') noteTask(fact, this.#halves.ecs);
    else if (fact.model === 'kubernetes') notePod(fact, this.#halves.kubernetes);
    else if (fact.model === 'aws') this.#noteLoadBalancing(fact);
    else return;
    for (const platform of PLATFORMS) count(this.#halves[platform], atMs);
  }

  #noteLoadBalancing(fact: Extract<Fact, { model: 'aws' }>): void {
    const { key } = fact.about;
    if (fact.type !== 'targetHealthChanged' && fact.type !== 'targetDeregistered') return;
    const { healthy } = this.#halves[ownerOf(key)];
    put(healthy, key, fact.type === 'targetHealthChanged' && fact.data.to === 'healthy');
  }
}

const ownerOf = (targetGroupArn: string): Platform =>
  isOfKubernetes(targetGroupArn) ? 'kubernetes' : 'ecs';

function count({ running, pending, healthy, lines }: Half, atMs: number): void {
  lines.running.set(atMs, running.size);
  lines.pending.set(atMs, pending.size);
  lines.healthy.set(atMs, healthy.size);
}

const STARTING: ReadonlySet<string> = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

function noteTask(fact: Extract<Fact, { model: 'ecs' }>, { running, pending }: Half): void {
  const { key } = fact.about;
  if (fact.type === 'taskCreated') pending.add(key);
  else if (fact.type === 'taskStatusChanged') {
    const { to } = fact.data;
    put(running, key, to === 'RUNNING');
    put(pending, key, STARTING.has(to));
  }
}

const ENDED: ReadonlySet<string> = new Set([
  'podTerminating',
  'podFailed',
  'podSucceeded',
  'podOrphaned',
  'objectDeleted',
]);

/** Pods of a DaemonSet are part of their node. */
function notePod(fact: Extract<Fact, { model: 'kubernetes' }>, half: Half): void {
  const { kind, key } = fact.about;
  const { running, pending, own } = half;
  if (kind !== 'kubernetes/Pod') return;
  if (fact.type === 'objectCreated' || fact.type === 'podCreated') {
    if (fact.type === 'podCreated' && fact.data.ownerKind === 'DaemonSet') return;
    own.add(key);
    pending.add(key);
  } else if (fact.type === 'podReady' && own.has(key)) {
    pending.delete(key);
    running.add(key);
  } else if (fact.type === 'podNotReady') running.delete(key);
  else if (ENDED.has(fact.type)) for (const set of [running, pending, own]) set.delete(key);
}

const put = (set: Set<string>, key: string, is: boolean): void => {
  if (is) set.add(key);
  else set.delete(key);
};

/** Follows the run by reading only the facts that are new; after a fork it counts again. */
export class SeriesReader {
  #series = new Series();
  #readTo = -1;
  #epoch = -1;
  #cuts = 0;

  read({ facts, cuts, epoch }: Pick<Run, 'facts' | 'cuts' | 'epoch'>): Series {
    if (epoch !== this.#epoch || cuts.length !== this.#cuts) {
      this.#series = new Series();
      this.#readTo = -1;
      this.#epoch = epoch;
      this.#cuts = cuts.length;
    }
    for (let i = indexAfter(facts, this.#readTo); i < facts.length; i++) {
      this.#series.fold(facts[i]!);
      this.#readTo = facts[i]!.serial;
    }
    return this.#series;
  }
}

/** Of a future that was left behind; it does not change any more. */
export const seriesOf = (facts: readonly Fact[]): Series => {
  const series = new Series();
  for (const fact of facts) series.fold(fact);
  return series;
};
