/**
 * What the charts count, from facts alone: exact at every moment however coarsely time was played, the same after going
 * back, and computable for a future that was left behind. A task runs while RUNNING, a pod while Ready; pending are those
 * on their way there for the first time; healthy are targets of the load balancer; rates are requests per second.
 */
import type { Fact } from '../../engine/model';
import { PLATFORMS, type Platform } from '../../stage/view';
import type { Steps } from '../../stage/charts';
import { Asked } from './asked';
import { isOfKubernetes } from './dueMarks';
import { Line } from './line';
import { indexAfter, type Run } from './run.svelte';

export const COUNTED = [
  'asked',
  'running',
  'pending',
  'healthy',
  'offered',
  'served',
  'lost',
] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Readonly<Record<Counted, Steps>>;

interface Rates {
  readonly offered: number;
  readonly served: number;
  readonly lost: number;
}

interface Half {
  readonly running: Set<string>;
  readonly pending: Set<string>;
  /** Pods that are counted at all. */
  readonly own: Set<string>;
  readonly healthy: Set<string>;
  /** Rates in thousandths of a request per second, by load balancer. */
  readonly flows: Map<string, Rates>;
  readonly lines: Readonly<Record<Counted, Line>>;
}

const emptyHalf = (): Half => ({
  running: new Set(),
  pending: new Set(),
  own: new Set(),
  healthy: new Set(),
  flows: new Map(),
  lines: Object.fromEntries(COUNTED.map((name) => [name, new Line()])) as Record<Counted, Line>,
});

export class Series {
  readonly #halves: Readonly<Record<Platform, Half>> = {
    ecs: emptyHalf(),
    kubernetes: emptyHalf(),
  };
  readonly #asked = new Asked();
  /** By load balancer: whose targets it sends to. */
  readonly #owner = new Map<string, Platform>();

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
    switch (fact.type) {
      case 'listenerCreated': {
        const name = /:listener\/\w+\/([^/]+)\//.exec(key)?.[1];
        if (name) this.#owner.set(name, ownerOf(fact.data.TargetGroupArn));
        return;
      }
      case 'targetHealthChanged':
      case 'targetDeregistered': {
        const { healthy } = this.#halves[ownerOf(key)];
        if (fact.type === 'targetHealthChanged' && fact.data.to === 'healthy') healthy.add(key);
        else healthy.delete(key);
        return;
      }
      case 'flowChanged': {
        const { offeredRate: offered, servedRate: served, lostRate: lost } = fact.data;
        const owner = this.#owner.get(key);
        if (owner) this.#halves[owner].flows.set(key, { offered, served, lost });
      }
    }
  }
}

const ownerOf = (targetGroupArn: string): Platform =>
  isOfKubernetes(targetGroupArn) ? 'kubernetes' : 'ecs';

function count({ running, pending, healthy, flows, lines }: Half, atMs: number): void {
  lines.running.set(atMs, running.size);
  lines.pending.set(atMs, pending.size);
  lines.healthy.set(atMs, healthy.size);
  if (flows.size === 0) return;
  let [offered, served, lost] = [0, 0, 0];
  for (const flow of flows.values()) {
    offered += flow.offered;
    served += flow.served;
    lost += flow.lost;
  }
  lines.offered.set(atMs, offered / 1000);
  lines.served.set(atMs, served / 1000);
  lines.lost.set(atMs, lost / 1000);
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
