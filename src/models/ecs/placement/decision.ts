/**
 * The inputs of every decision, kept where they cost nearly nothing: a projection that holds the present view of each
 * cluster and, by task, the view as it was when that task was placed.
 */
import {
  defineProjection,
  type Change,
  type ProjectionDef,
  type Read,
} from '../../../engine/model';
import type { ContainerInstance, Task } from '../types';
import {
  clusterOfKey,
  emptyView,
  placeOf,
  withInstance,
  withTask,
  type ClusterView,
} from './clusterView';
import { getEntry, noChunks, removeEntry, setEntry, type SortedChunks } from './sortedChunks';

interface Placements {
  readonly clusters: Readonly<Record<string, ClusterView>>;
  readonly decisions: SortedChunks<ClusterView>;
}

const NAME = 'ecs/placements';

export const placementsProjection: ProjectionDef = defineProjection<Placements>({
  name: NAME,
  kinds: ['ecs/ContainerInstance', 'ecs/Task'],
  initial: { clusters: {}, decisions: noChunks },
  apply: (state, change) =>
    change.kind === 'ecs/Task' ? applyTask(state, change) : applyInstance(state, change),
});

export const clusterView = (read: Pick<Read, 'projection'>, cluster: string): ClusterView =>
  read.projection<Placements>(NAME).clusters[cluster] ?? emptyView;

/** What the decision about this task saw. */
export const viewOfDecision = (
  read: Pick<Read, 'projection'>,
  task: string,
): ClusterView | undefined => getEntry(read.projection<Placements>(NAME).decisions, task);

function applyTask(state: Placements, { key, before, after }: Change): Placements {
  const cluster = clusterOfKey(key);
  const view = state.clusters[cluster] ?? emptyView;
  const next = withTask(view, key, before as Task | undefined, after as Task | undefined);
  const clusters = next === view ? state.clusters : { ...state.clusters, [cluster]: next };
  if (before === undefined) return { clusters, decisions: setEntry(state.decisions, key, view) };
  if (after === undefined) return { clusters, decisions: removeEntry(state.decisions, key) };
  // It had to wait: this is when its decision was made.
  if (placeOf(before as Task) === undefined && placeOf(after as Task) !== undefined)
    return { clusters, decisions: setEntry(state.decisions, key, view) };
  return clusters === state.clusters ? state : { ...state, clusters };
}

function applyInstance(state: Placements, { key, before, after }: Change): Placements {
  const cluster = clusterOfKey(key);
  const instance = (after ?? before) as ContainerInstance;
  const view = withInstance(
    state.clusters[cluster] ?? emptyView,
    instance.containerInstanceArn,
    after as ContainerInstance | undefined,
  );
  return { ...state, clusters: { ...state.clusters, [cluster]: view } };
}
