/** Which pods a ReplicaSet deletes first. */
import {
  compareActivePodsWithRanks,
  getPodsToDelete,
  onNode,
  podsOnNodeTally,
} from '../../models/kubernetes/controllers/podRanking';
import type { Pod, PodPhase } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

interface PodCase {
  readonly name: string;
  readonly uid?: string;
  readonly nodeName: string;
  readonly phase: PodPhase;
  readonly ready: boolean;
  readonly readySecondsAgo?: number | null;
  readonly createdSecondsAgo?: number | null;
  readonly restarts?: number;
  readonly deletionCost?: number;
  readonly rank?: number;
}

const OWNER = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'owner',
  uid: 'owner',
  controller: true,
} as const;

/** "Now" of every case: later than any age they name. */
const NOW_MS = 100 * 365 * 86_400_000;

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'replicaset-pod-ranking',
  check({ input, expect }) {
    if (input['operation'] === 'compare') return differences(expect, { order: order(input) });
    const { pods, relatedPods, count } = input as unknown as {
      pods: PodCase[];
      relatedPods: PodCase[];
      count: number;
    };
    const siblings = siblingsOf(relatedPods.map(podOf));
    const chosen = getPodsToDelete(pods.map(podOf), siblings, count, NOW_MS);
    return differences(expect, { deleted: chosen.map((pod) => pod.metadata.name) });
  },
};

/** The sums that the store would keep of these pods. */
function siblingsOf(related: readonly Pod[]): (nodeName: string) => number {
  const sums = new Map<string, number>();
  for (const pod of related) {
    const entry = podsOnNodeTally.of(pod, pod.metadata.name);
    if (entry) sums.set(entry.bucket, (sums.get(entry.bucket) ?? 0) + (entry.add['active'] ?? 0));
  }
  return (nodeName) => sums.get(onNode(OWNER.uid, nodeName)) ?? 0;
}

function order(input: Readonly<Record<string, unknown>>): string {
  const { a, b } = input as unknown as { a: PodCase; b: PodCase };
  const [p, q] = [a, b].map((one) => ({ pod: podOf(one, 0), rank: one.rank ?? 0 }));
  const result = p && q ? compareActivePodsWithRanks(p, q, NOW_MS).order : NaN;
  return result < 0 ? 'aFirst' : result > 0 ? 'bFirst' : 'equal';
}

const ago = (seconds: number | null | undefined) =>
  seconds === null || seconds === undefined ? undefined : NOW_MS - seconds * 1000;

function podOf(one: PodCase, index: number): Pod {
  const lastTransitionTime = ago(one.readySecondsAgo);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: one.name,
      namespace: 'default',
      uid: one.uid ?? `${one.name}-${index}`,
      ownerReferences: [OWNER],
      creationTimestamp: ago(one.createdSecondsAgo) as number,
      ...(one.deletionCost === undefined
        ? {}
        : {
            annotations: {
              'controller.kubernetes.io/pod-deletion-cost': String(one.deletionCost),
            },
          }),
    },
    spec: { containers: [], nodeName: one.nodeName },
    status: {
      phase: one.phase,
      conditions: [
        {
          type: 'Ready',
          status: one.ready ? 'True' : 'False',
          ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
        },
      ],
      containerStatuses: [
        {
          name: 'app',
          state: {},
          lastState: {},
          ready: one.ready,
          restartCount: one.restarts ?? 0,
          image: '',
          imageID: '',
        },
      ],
    },
  };
}
