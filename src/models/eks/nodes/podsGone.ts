/**
 * Which pod left a node last, for as long as somebody takes unneeded nodes away: a node is then unneeded because of it, and not
 * because its autoscaler was started once. Pods of DaemonSets do not count. Key of the record: the node's name.
 */
import type { ModelPart } from '../../../engine/composeModel';
import {
  defineWatch,
  type Command,
  type Context,
  type Effect,
  type Read,
  type Ref,
} from '../../../engine/model';
import type { Pod } from '../../kubernetes/types';

const PODS_GONE = 'eks/podsGone';
const KIND = 'eks/LastPodGone';

declare module '../../../engine/model' {
  interface RecordKinds {
    'eks/LastPodGone': { readonly pod: string };
  }
}

export type PodsGoneCommand =
  | { readonly type: 'rememberPodGone'; readonly node: string; readonly pod: string }
  | { readonly type: 'forgetPodsGone'; readonly node: string };

/** What made the node emptier, if that is known. */
export function lastPodGone(read: Pick<Read, 'get' | 'newestFact'>, node: string): Ref | undefined {
  const pod = read.get(KIND, node)?.pod;
  const ref = pod === undefined ? undefined : ({ kind: 'kubernetes/Pod', key: pod } as const);
  return ref && read.newestFact(ref) !== undefined ? ref : undefined;
}

const command = (body: PodsGoneCommand): Command =>
  ({ model: 'eks', ...body }) as unknown as Command;

/** Key: `<node> <pod>`; the pod is missing where the node is gone. */
function sync(key: string, read: Read) {
  const [node = '', pod] = key.split(' ');
  if (pod !== undefined) return { commands: [command({ type: 'rememberPodGone', node, pod })] };
  return read.has(KIND, node)
    ? { commands: [command({ type: 'forgetPodsGone', node })] }
    : undefined;
}

const rememberPodGone = (
  { node, pod }: Extract<PodsGoneCommand, { type: 'rememberPodGone' }>,
  ctx: Context,
): readonly Effect[] =>
  ctx.has('kubernetes/Node', node) ? [{ do: 'put', kind: KIND, key: node, value: { pod } }] : [];

const isTaken = (read: Read): boolean =>
  read.size('eks/ClusterAutoscaler') > 0 ||
  read.count('kubernetes/Object', 'resource', 'nodeclaims.karpenter.sh') > 0;

const isDaemons = ({ metadata }: Pod): boolean =>
  (metadata.ownerReferences ?? []).some(
    ({ controller, kind }) => controller && kind === 'DaemonSet',
  );

export const podsGonePart: ModelPart = {
  controllers: [{ name: PODS_GONE, latencyMs: 0, sync }],
  commands: {
    rememberPodGone,
    forgetPodsGone: ({ node }: Extract<PodsGoneCommand, { type: 'forgetPodsGone' }>) => [
      { do: 'remove', kind: KIND, key: node },
    ],
  },
  watches: [
    defineWatch({
      kind: 'kubernetes/Pod',
      wakes: PODS_GONE,
      keys: (after, before, key, read) => {
        const node = before?.spec.nodeName;
        if (after || !before || node === undefined || isDaemons(before)) return [];
        return isTaken(read) ? [`${node} ${key}`] : [];
      },
    }),
    defineWatch({
      kind: 'kubernetes/Node',
      wakes: PODS_GONE,
      keys: (after, _before, node, read) => (after || !read.has(KIND, node) ? [] : [node]),
    }),
  ],
};
