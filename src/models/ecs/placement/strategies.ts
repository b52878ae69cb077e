/**
 * Placement strategies, one step each: of the instances that are left, which ones does the strategy keep?
 * Source: ECS Developer Guide, "Use strategies to define task placement"; API, PlacementStrategy. A later strategy only
 * breaks ties that an earlier one leaves; strategies are best effort. The last tie goes to the lowest ARN (chosen).
 */
import type { PlacementStrategy } from '../types';
import { ZONE_ATTRIBUTE, type Candidate, type ClusterView } from './clusterView';
import type { Chunk } from './sortedChunks';

/** What a strategy measured on one candidate: tasks already there, or what remains of a resource. */
export interface Measured {
  readonly candidate: Candidate;
  /** spread by attribute: the attribute's value. */
  readonly value: string | null;
  readonly measure: number;
}

/**
 * Without a strategy a service spreads over zones, then over instances (Developer Guide, "Amazon ECS services"). For
 * other tasks nothing is documented: random.
 */
export function strategiesFor(
  group: string,
  strategies: readonly PlacementStrategy[],
): readonly PlacementStrategy[] {
  if (strategies.length > 0) return strategies;
  if (!group.startsWith('service:')) return [{ type: 'random' }];
  return [
    { type: 'spread', field: `attribute:${ZONE_ATTRIBUTE}` },
    { type: 'spread', field: 'instanceId' },
  ];
}

/**
 * Keeps the candidates with the smallest measure (tasks already there, or what remains of a resource), or one drawn.
 * `told` gets every measure.
 */
export function narrow(
  strategy: PlacementStrategy,
  candidates: readonly Candidate[],
  group: string,
  view: ClusterView,
  draw: (n: number) => number,
  told?: (measured: readonly Measured[], kept: readonly Candidate[]) => void,
): readonly Candidate[] {
  const { measure, value } = measureOf(strategy, group, view);
  const kept =
    strategy.type !== 'random'
      ? extreme(candidates, (c) => -measure(c))
      : candidates.length < 2
        ? candidates
        : candidates.slice(draw(candidates.length)).slice(0, 1);
  told?.(
    candidates.map((c) => ({ candidate: c, value: value(c), measure: measure(c) })),
    kept,
  );
  return kept;
}

/** The reverse, for scaling in. */
export const widen = (
  strategy: PlacementStrategy,
  candidates: readonly Candidate[],
  group: string,
  view: ClusterView,
  draw: (n: number) => number,
): readonly Candidate[] =>
  strategy.type === 'random'
    ? candidates.slice(draw(candidates.length)).slice(0, 1)
    : extreme(candidates, measureOf(strategy, group, view).measure);

/** Those for which `measure` is largest. */
function extreme(
  candidates: readonly Candidate[],
  measure: (candidate: Candidate) => number,
): readonly Candidate[] {
  let most = -Infinity;
  let kept: Candidate[] = [];
  for (const candidate of candidates) {
    const size = measure(candidate);
    if (size > most) {
      most = size;
      kept = [candidate];
    } else if (size === most) kept.push(candidate);
  }
  return kept;
}

interface Measure {
  readonly measure: (candidate: Candidate) => number;
  readonly value: (candidate: Candidate) => string | null;
}

function measureOf({ type, field }: PlacementStrategy, group: string, view: ClusterView): Measure {
  const value = () => null;
  if (type === 'random') return { measure: () => 0, value };
  if (type === 'binpack')
    return field?.toLowerCase() === 'memory'
      ? { measure: (c) => c.remaining.memoryMiB, value }
      : { measure: (c) => c.remaining.cpu, value };
  const attribute = spreadAttribute(field);
  if (attribute === null) return { measure: (c) => c.tasks[group] ?? 0, value };
  const totals = tasksByAttribute(view, attribute, group);
  return {
    measure: (c) => totals.get(attributeOf(c, attribute)) ?? 0,
    value: (c) => attributeOf(c, attribute),
  };
}

/** `instanceId` and its alias `host`: null. `attribute:NAME`: the name. */
const spreadAttribute = (field = 'instanceId'): string | null =>
  field.startsWith('attribute:') ? field.slice('attribute:'.length) : null;

/** The zone is asked so often that candidates carry it. */
export const attributeOf = ({ attributes, availabilityZone }: Candidate, name: string): string =>
  name === ZONE_ATTRIBUTE ? availabilityZone : (attributes.get(name)?.[0] ?? '');

/** Tasks of the group by value of an attribute, on every instance, also on those that cannot take another. */
function tasksByAttribute(
  view: ClusterView,
  attribute: string,
  group: string,
): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const chunk of view.instances)
    for (const [value, count] of tasksOfChunk(chunk, attribute, group))
      totals.set(value, (totals.get(value) ?? 0) + count);
  return totals;
}

type Totals = ReadonlyMap<string, number>;
/** Chunks never change, and of two tasks placed in a row only one is another. */
const remembered = new WeakMap<Chunk<Candidate>, Map<string, Totals>>();

function tasksOfChunk(chunk: Chunk<Candidate>, attribute: string, group: string): Totals {
  let known = remembered.get(chunk);
  if (!known) remembered.set(chunk, (known = new Map<string, Totals>()));
  const key = `${attribute} ${group}`;
  let totals = known.get(key);
  if (!totals) known.set(key, (totals = countTasks(chunk, attribute, group)));
  return totals;
}

function countTasks({ values }: Chunk<Candidate>, attribute: string, group: string): Totals {
  const totals = new Map<string, number>();
  for (const candidate of values) {
    const count = candidate.tasks[group];
    if (count === undefined) continue;
    const value = attributeOf(candidate, attribute);
    totals.set(value, (totals.get(value) ?? 0) + count);
  }
  return totals;
}
