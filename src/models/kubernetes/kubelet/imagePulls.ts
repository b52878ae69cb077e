/**
 * Images on a node (pkg/kubelet/images/image_manager.go, v1.34): what the pull policy asks for, pulls one after the
 * other (serializeImagePulls), errors and their back-off, and what the node says it holds.
 *
 * Simplified: layers are not shared between images, unused images are never removed, and a pull that was begun is given
 * up when its pod is deleted.
 */
import type { Context, Effect, Read } from '../../../engine/model';
import { imageBehaviour, pullMs as imagePullMs } from '../../workload/imageBehaviour';
import { parseImageName } from '../../workload/imageName';
import { IMAGE_MANIFEST_MS, IMAGE_PULL_FAILURE_MS } from '../timings';
import type { Container, NodeStatus, Pod } from '../types';
import { imageDigest } from './containerIDs';
import type { ContainerEvent } from './container.machine';
import { notePod } from './notes';
import { podEvent, goDuration } from './podEvents';
import { CONTAINER_LIFECYCLE, containerKey, reports, type Kubelet, type Pull } from './types';

export const tellContainer = (key: string, event: ContainerEvent): Effect => ({
  do: 'tell',
  lifecycle: CONTAINER_LIFECYCLE,
  key,
  event,
});

/** Begins to start a container: asks for its image, or creates it at once when the image is here. */
export function requestImage(
  read: Read,
  podKey: string,
  pod: Pod,
  container: Container,
): readonly Effect[] {
  const key = containerKey(podKey, container.name);
  const image = container.image ?? '';
  const policy = container.imagePullPolicy ?? 'IfNotPresent';
  const unusable = (reason: string, message: string): readonly Effect[] => [
    notePod(podKey, { type: 'imageUnusable', data: { container: container.name, image, reason } }),
    ...podEvent(read, pod, 'Warning', 'InspectFailed', message, container.name),
    ...podEvent(read, pod, 'Warning', 'Failed', `Error: ${reason}`, container.name),
    tellContainer(key, { type: 'imageUnusable', reason, message }),
  ];
  if (!parseImageName(image))
    return unusable(
      'InvalidImageName',
      `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
    );
  const present = holds(read.get('kubernetes/Kubelet', pod.spec.nodeName ?? ''), image);
  if (!present && policy === 'Never')
    return unusable(
      'ErrImageNeverPull',
      `Container image "${image}" is not present with pull policy of Never`,
    );
  if (!present || policy === 'Always')
    return [
      ...podEvent(read, pod, 'Normal', 'Pulling', `Pulling image "${image}"`, container.name),
      tellContainer(key, { type: 'pull' }),
    ];
  const message = `Container image "${image}" already present on machine`;
  return [
    ...podEvent(read, pod, 'Normal', 'Pulled', message, container.name),
    tellContainer(key, { type: 'create' }),
  ];
}

/** Intent joinPullQueue: the container waits for the node's puller, and is its next customer when it is idle. */
export function joinPullQueue(ctx: Context, podKey: string, name: string): readonly Effect[] {
  const found = findContainer(ctx, podKey, name);
  if (!found) return [];
  const { kubelet, container } = found;
  const { image = '' } = container;
  const pull: Pull = { pod: podKey, container: name, image, sinceMs: ctx.nowMs };
  const after = { ...kubelet, pulls: [...kubelet.pulls, pull] };
  return [putKubelet(after), ...(kubelet.pulls.length === 0 ? beginPull(ctx, after) : [])];
}

/** Intent leavePullQueue: the pod is going; what it waited for is no longer wanted. */
export function leavePullQueue(ctx: Context, podKey: string, name: string): readonly Effect[] {
  const found = findContainer(ctx, podKey, name);
  return found ? withoutPull(ctx, found.kubelet, podKey, name) : [];
}

/** Intent pullEnded: the image is here, or the registry has refused; the next in the queue begins. */
export function pullEnded(
  ctx: Context,
  podKey: string,
  name: string,
  pullMs: number,
): readonly Effect[] {
  const found = findContainer(ctx, podKey, name);
  if (!found) return [];
  const { pod, kubelet, container } = found;
  const { image = '' } = container;
  const key = containerKey(podKey, name);
  const behaviour = imageBehaviour(ctx, image);
  if (behaviour.fails === 'pull') {
    const error = refusal(image);
    return [
      notePod(podKey, { type: 'imagePullFailed', data: { container: name, image, error } }),
      ...podEvent(ctx, pod, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, name),
      ...podEvent(ctx, pod, 'Warning', 'Failed', 'Error: ErrImagePull', name),
      tellContainer(key, { type: 'imagePullFailed', message: error }),
      ...withoutPull(ctx, kubelet, podKey, name),
    ];
  }
  const { sizeMB } = behaviour;
  const waitedMs = ctx.nowMs - (kubelet.pulls[0]?.sinceMs ?? ctx.nowMs);
  const message = `Successfully pulled image "${image}" in ${goDuration(pullMs)} (${goDuration(waitedMs)} including waiting). Image size: ${sizeBytes(sizeMB)} bytes.`;
  const after = { ...kubelet, images: { ...kubelet.images, [tagged(image)]: sizeMB } };
  return [
    notePod(podKey, { type: 'imagePulled', data: { container: name, image, pullMs, sizeMB } }),
    ...(holds(kubelet, image) ? [] : reportImages(ctx, after)),
    ...podEvent(ctx, pod, 'Normal', 'Pulled', message, name),
    ...withoutPull(ctx, after, podKey, name),
    tellContainer(key, { type: 'imagePulled' }),
  ];
}

/** `status.images` of the node: largest first, at most 50 (kubelet nodeStatusMaxImages). */
export function nodeImages({ images }: Kubelet): NonNullable<NodeStatus['images']> {
  return Object.entries(images)
    .sort(([a, sizeA], [b, sizeB]) => sizeB - sizeA || (a < b ? -1 : 1))
    .slice(0, 50)
    .map(([image, sizeMB]) => ({ names: namesOf(image), sizeBytes: sizeBytes(sizeMB) }));
}

/** Digest, full name, and the name as pods write it, under which the scheduler looks for it. */
function namesOf(image: string): readonly string[] {
  const name = parseImageName(image);
  if (!name) return [image];
  const suffix = name.tag === null ? '' : `:${name.tag}`;
  const full = `${name.registry}/${name.repository}`;
  return [...new Set([imageDigest(image), `${full}${suffix}`, image])];
}

const holds = (kubelet: Kubelet | undefined, image: string): boolean =>
  kubelet?.images[tagged(image)] !== undefined;

const tagged = (image: string): string =>
  image.includes('@') || /:[^/]*$/.test(image) ? image : `${image}:latest`;

const sizeBytes = (sizeMB: number): number => Math.round(sizeMB * 1_000_000);

function refusal(image: string): string {
  const name = parseImageName(image);
  const full = name ? `${name.registry}/${name.repository}:${name.tag ?? name.digest}` : image;
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`;
}

function reportImages(read: Read, kubelet: Kubelet): readonly Effect[] {
  const key = kubelet.machine.name;
  const node = read.get('kubernetes/Node', key);
  if (!node || !reports(kubelet)) return [];
  const value = { ...node, status: { ...node.status, images: nodeImages(kubelet) } };
  return [{ do: 'put', kind: 'kubernetes/Node', key, value }];
}

/** Takes a pull out of the queue; the next one begins when it stood at the head. */
function withoutPull(
  ctx: Context,
  kubelet: Kubelet,
  podKey: string,
  name: string,
): readonly Effect[] {
  const wanted = ({ pod, container }: Pull): boolean => pod !== podKey || container !== name;
  const after = { ...kubelet, pulls: kubelet.pulls.filter(wanted) };
  const headLeft = kubelet.pulls[0] !== undefined && !wanted(kubelet.pulls[0]);
  return [putKubelet(after), ...(headLeft ? beginPull(ctx, after) : [])];
}

/** The head of the queue is served. Simplified: an image whose layers are here costs only the manifest. */
export function beginPull(ctx: Context, kubelet: Kubelet): readonly Effect[] {
  const pull = kubelet.pulls[0];
  if (!pull) return [];
  const behaviour = imageBehaviour(ctx, pull.image);
  const random = ctx.random(`kubernetes/kubelet/${kubelet.machine.name}`);
  const pullMs =
    behaviour.fails === 'pull'
      ? random.between(...IMAGE_PULL_FAILURE_MS)
      : holds(kubelet, pull.image)
        ? random.between(...IMAGE_MANIFEST_MS)
        : imagePullMs(behaviour, random);
  const { container, image } = pull;
  const data = { container, image, pullMs, waitedMs: ctx.nowMs - pull.sinceMs };
  return [
    notePod(pull.pod, { type: 'imagePulling', data }),
    tellContainer(containerKey(pull.pod, container), { type: 'pullBegins', pullMs }),
  ];
}

export const putKubelet = (kubelet: Kubelet): Effect => ({
  do: 'put',
  kind: 'kubernetes/Kubelet',
  key: kubelet.machine.name,
  value: kubelet,
});

function findContainer(read: Read, podKey: string, name: string) {
  const pod = read.get('kubernetes/Pod', podKey);
  const kubelet = pod && read.get('kubernetes/Kubelet', pod.spec.nodeName ?? '');
  const container = [...(pod?.spec.initContainers ?? []), ...(pod?.spec.containers ?? [])].find(
    (c) => c.name === name,
  );
  return pod && kubelet && container && { pod, kubelet, container };
}
