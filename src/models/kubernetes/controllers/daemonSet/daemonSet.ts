/**
 * The DaemonSet controller (pkg/controller/daemon/daemon_controller.go, v1.34): one pod on every node that should have
 * one, made for that node and placed by the scheduler. A pod that has finished is deleted and made anew; of two on one
 * node the older stays; a terminating one is waited for.
 *
 * Simplified: a changed template reaches only pods made afterwards (as with `OnDelete`), and a failed pod is replaced
 * without back-off. DaemonSets are kept as plain objects; keys here are `<key of the object> <node>`.
 */
import type { ModelPart } from '../../../../engine/composeModel';
import {
  defineIndex,
  defineWatch,
  type Command,
  type Context,
  type Effect,
  type Read,
} from '../../../../engine/model';
import { deletePodEffects } from '../../api/deletion';
import { controllerOf, isPodFinished, isPodReady } from '../../api/indexes';
import { recordEvent } from '../../api/recordEvent';
import { objectKey } from '../../naming';
import { sameNodeToScheduler } from '../../scheduler/nodeInfo';
import { CONTROLLER_LATENCY_MS } from '../../timings';
import type { Pod } from '../../types';
import { createPodEffects } from '../createPod';
import {
  DAEMON_PODS,
  DAEMON_SETS,
  daemonPodsOn,
  daemonSetAt,
  type DaemonSetCommand,
} from './daemonSetRecord';
import { DAEMON_SET_STATUS, daemonSetStatusPart } from './daemonSetStatus';
import { daemonNodeOf, daemonPodSpec, nodeShouldRunDaemonPod } from './nodeShouldRun';

const CONTROLLER = 'kubernetes/daemonSet';
const COMPONENT = 'daemonset-controller';
export function syncDaemonPod(key: string, read: Read) {
  const [daemonSetKey = '', nodeName = ''] = key.split(' ');
  const daemonSet = daemonSetAt(read, daemonSetKey);
  const node = read.get('kubernetes/Node', nodeName);
  if (!daemonSet || daemonSet.metadata.deletionTimestamp !== undefined) return undefined;
  const pods = daemonPodsOn(read, daemonSet, nodeName);
  if (!node) return { commands: withoutNode(pods).map((pod) => deletion(daemonSetKey, pod)) };
  const { shouldRun, shouldContinueRunning } = nodeShouldRunDaemonPod(
    node,
    daemonSet.spec.template.spec,
  );
  if (pods.length === 0)
    return {
      commands: shouldRun
        ? [command({ type: 'createDaemonPod', daemonSet: daemonSetKey, node: nodeName })]
        : [],
    };
  return {
    commands: surplus(pods, shouldContinueRunning).map((pod) => deletion(daemonSetKey, pod)),
  };
}

/** Pods that wait for a node which is gone: the pod garbage collector leaves what was never scheduled. */
const withoutNode = (pods: readonly Pod[]): readonly Pod[] =>
  pods.filter(
    ({ spec, metadata }) => spec.nodeName === undefined && metadata.deletionTimestamp === undefined,
  );

const deletion = (daemonSet: string, pod: Pod): Command =>
  command({ type: 'deleteDaemonPod', daemonSet, pod: objectKey(pod.metadata) });

function surplus(pods: readonly Pod[], mayRun: boolean): readonly Pod[] {
  const staying = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  if (!mayRun) return staying;
  const running = staying.filter((pod) => !isPodFinished(pod)).sort(older);
  return [...staying.filter(isPodFinished), ...running.slice(1)];
}

const older = ({ metadata: a }: Pod, { metadata: b }: Pod): number =>
  a.creationTimestamp - b.creationTimestamp || (a.name < b.name ? -1 : 1);

function createDaemonPod(
  { daemonSet: key, node }: Extract<DaemonSetCommand, { type: 'createDaemonPod' }>,
  ctx: Context,
): readonly Effect[] {
  const daemonSet = daemonSetAt(ctx, key);
  if (!daemonSet || daemonPodsOn(ctx, daemonSet, node).length > 0) return [];
  const { metadata, spec } = daemonSet.spec.template;
  const generation = String(daemonSet.metadata.generation ?? 1);
  const labels = { ...metadata?.labels, 'pod-template-generation': generation };
  const template = { metadata: { ...metadata, labels }, spec: daemonPodSpec(spec, node) };
  const owner = { ...daemonSet, spec: { ...daemonSet.spec, template } };
  return createPodEffects(owner, COMPONENT, { active: 0, wanted: 1 }, ctx);
}

function deleteDaemonPod(
  { daemonSet: key, pod: podKey }: Extract<DaemonSetCommand, { type: 'deleteDaemonPod' }>,
  ctx: Context,
): readonly Effect[] {
  const daemonSet = daemonSetAt(ctx, key);
  const pod = ctx.get('kubernetes/Pod', podKey);
  if (!daemonSet || !pod) return [];
  const { name } = pod.metadata;
  return [
    ...deletePodEffects(ctx, pod),
    ...recordEvent(ctx, daemonSet, {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${name}`,
      component: COMPONENT,
    }),
  ];
}

const command = (body: DaemonSetCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

const daemonSetsOf = (read: Read): readonly string[] =>
  read.keysBy('kubernetes/Object', 'resource', DAEMON_SETS);

/** Key of the DaemonSet that controls a pod. */
function daemonSetKeyOf(pod: Pod | undefined): string | undefined {
  const owner = controllerOf(pod?.metadata.ownerReferences);
  const namespace = pod?.metadata.namespace ?? 'default';
  return owner?.kind === 'DaemonSet' ? `${DAEMON_SETS}/${namespace}/${owner.name}` : undefined;
}

function daemonPodKey(pod: Pod | undefined): readonly string[] {
  const key = daemonSetKeyOf(pod);
  const node = pod && key !== undefined ? daemonNodeOf(pod.spec) : undefined;
  return key !== undefined && node !== undefined ? [`${key} ${node}`] : [];
}

const daemonSetChanged = defineWatch({
  kind: 'kubernetes/Object',
  wakes: CONTROLLER,
  keys: (after, before, key, read) =>
    after && key.startsWith(`${DAEMON_SETS}/`) && after['spec'] !== before?.['spec']
      ? read.keys('kubernetes/Node').map((node) => `${key} ${node}`)
      : [],
});

const nodeChanged = defineWatch({
  kind: 'kubernetes/Node',
  wakes: CONTROLLER,
  keys: (after, before, node, read) =>
    !(after && before && sameNodeToScheduler(after, before))
      ? daemonSetsOf(read).map((key) => `${key} ${node}`)
      : [],
});

/** What a pod's end, beginning or readiness changes: its own node's account, and the status. */
const podChanged = (wakes: string, keys: (pod: Pod | undefined) => readonly string[]) =>
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes,
    keys: (after, before) =>
      after && before && isPodFinished(after) === isPodFinished(before) && sameState(after, before)
        ? []
        : keys(after ?? before),
  });
const sameState = (a: Pod, b: Pod): boolean =>
  isPodReady(a) === isPodReady(b) && a.metadata.deletionTimestamp === b.metadata.deletionTimestamp;

const statusKeys = (pod: Pod | undefined): readonly string[] => {
  const key = daemonSetKeyOf(pod);
  return key === undefined ? [] : [key];
};

export const daemonSetPart: ModelPart = {
  controllers: [
    { name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncDaemonPod },
    ...(daemonSetStatusPart.controllers ?? []),
  ],
  commands: { createDaemonPod, deleteDaemonPod, ...daemonSetStatusPart.commands },
  watches: [
    daemonSetChanged,
    nodeChanged,
    podChanged(CONTROLLER, daemonPodKey),
    podChanged(DAEMON_SET_STATUS, statusKeys),
    ...(daemonSetStatusPart.watches ?? []),
  ],
  indexes: [
    defineIndex({
      name: DAEMON_PODS,
      kind: 'kubernetes/Pod',
      dependsOn: ['metadata', 'spec'],
      buckets: (pod) => {
        const owner = controllerOf(pod.metadata.ownerReferences);
        const node = owner?.kind === 'DaemonSet' ? daemonNodeOf(pod.spec) : undefined;
        return owner && node !== undefined ? [`${owner.uid} ${node}`] : [];
      },
    }),
  ],
};
