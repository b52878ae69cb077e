/**
 * Placement strategies, one step each: of the instances that are left, which ones does the strategy keep?
 * Source: ECS Developer Guide, "Use strategies to define task placement"; API, PlacementStrategy. A later strategy only
 * breaks ties that an earlier one leaves; strategies are best effort. The last tie goes to the lowest ARN (chosen).
 */
import type { PlacementStrategy } from '../types';
import type { Candidate, ClusterView } from './clusterView';
import { remainingOf } from './resources';
import { eachEntry } from './sortedChunks';

/** What a strategy measured on one candidate: tasks already there, or what remains of a resource. */
export interface Measured {
  readonly candidate: Candidate;
  /** spread by attribute: the attribute's value. */
  readonly value: string | null;
  readonly measure: number;
}

const ZONE = 'attribute:ecs.availability-zone';

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
    { type: 'spread', field: ZONE },
    { type: 'spread', field: 'instanceId' },
  ];
}

/** Measures of a strategy: the smallest is best. Random measures nothing. */
export function measure(
  strategy: PlacementStrategy,
  candidates: readonly Candidate[],
  group: string,
  view: ClusterView,
): readonly Measured[] {
  if (strategy.type === 'random')
    return candidates.map((candidate) => ({ candidate, value: null, measure: 0 }));
  if (strategy.type === 'binpack') {
    const memory = strategy.field?.toLowerCase() === 'memory';
    return candidates.map((candidate) => {
      const { cpu, memoryMiB } = remainingOf(candidate.instance);
      return { candidate, value: null, measure: memory ? memoryMiB : cpu };
    });
  }
  const attribute = spreadAttribute(strategy.field);
  if (attribute === null)
    return candidates.map((c) => ({ candidate: c, value: null, measure: c.tasks[group] ?? 0 }));
  const totals = tasksByAttribute(view, attribute, group);
  return candidates.map((candidate) => {
    const value = attributeOf(candidate, attribute);
    return { candidate, value, measure: totals.get(value) ?? 0 };
  });
}

/** `instanceId` and its alias `host`: null. `attribute:NAME`: the name. */
function spreadAttribute(field = 'instanceId'): string | null {
  return field.startsWith('attribute:') ? field.slice('attribute:'.length) : null;
}

export const attributeOf = ({ instance }: Candidate, name: string): string =>
  instance.attributes.find((a) => a.name === name)?.value ?? '';

/** Tasks of the group by value of an attribute, on every instance, also on those that cannot take another. */
function tasksByAttribute(
  view: ClusterView,
  attribute: string,
  group: string,
): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  eachEntry(view.instances, (candidate) => {
    const count = candidate.tasks[group];
    if (count === undefined) return;
    const value = attributeOf(candidate, attribute);
    totals.set(value, (totals.get(value) ?? 0) + count);
  });
  return totals;
}

/** Those with the smallest measure, or one drawn. */
export function keep(
  strategy: PlacementStrategy,
  measured: readonly Measured[],
  draw: (n: number) => number,
): readonly Candidate[] {
  if (strategy.type === 'random') {
    const drawn = measured[draw(measured.length)];
    return drawn ? [drawn.candidate] : [];
  }
  const least = measured.reduce((n, m) => Math.min(n, m.measure), Infinity);
  return measured.filter((m) => m.measure === least).map((m) => m.candidate);
}
