/** Reading Karpenter's objects: pools by weight, claims with their node and instance. */
import { defineIndex, type IndexDef, type Read } from '../../../engine/model';
import type { Instance } from '../../aws/ec2/types';
import { instanceNanoUsdPerHour } from '../../aws/pricing/meter';
import type { Node, Pod, StoredObject } from '../../kubernetes/types';
import { durationMs } from '../../workload/duration';
import {
  CAPACITY_TYPE,
  CLAIM_TAG,
  NODE_CLAIMS,
  NODE_CLASSES,
  NODE_POOLS,
  NODEPOOL,
  type NodeClaim,
  type NodePool,
} from './types';

export const KARPENTER = 'karpenter';

export const nodePools = (read: Read): readonly NodePool[] =>
  (read.by('kubernetes/Object', 'resource', NODE_POOLS) as unknown as readonly NodePool[])
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ spec }) =>
      read.has('kubernetes/Object', `${NODE_CLASSES}/${spec.template.spec.nodeClassRef.name}`),
    )
    .sort(
      (a, b) =>
        (b.spec.weight ?? 0) - (a.spec.weight ?? 0) || (a.metadata.name < b.metadata.name ? -1 : 1),
    );

export const nodeClassOf = (read: Read, { spec }: NodePool): StoredObject | undefined =>
  read.get('kubernetes/Object', `${NODE_CLASSES}/${spec.template.spec.nodeClassRef.name}`);

export const nodePool = (read: Read, name: string): NodePool | undefined =>
  read.get('kubernetes/Object', `${NODE_POOLS}/${name}`) as unknown as NodePool | undefined;

export const claimKey = (name: string): string => `${NODE_CLAIMS}/${name}`;

export const nodeClaims = (read: Read): readonly NodeClaim[] =>
  read.by('kubernetes/Object', 'resource', NODE_CLAIMS) as unknown as readonly NodeClaim[];

export const nodeClaim = (read: Read, name: string): NodeClaim | undefined =>
  read.get('kubernetes/Object', claimKey(name)) as unknown as NodeClaim | undefined;

export const poolOf = ({ metadata }: NodeClaim): string => metadata.labels?.[NODEPOOL] ?? '';

export const nodeOf = (read: Read, { status }: NodeClaim): Node | undefined =>
  status.nodeName === undefined ? undefined : read.get('kubernetes/Node', status.nodeName);

export const instanceOf = (read: Read, claim: string): Instance | undefined =>
  read.by('ec2/Instance', 'nodeClaim', claim)[0];

/** What its instance costs, in billionths of a USD an hour. */
export const priceOf = ({ metadata }: NodeClaim): number =>
  instanceNanoUsdPerHour(
    metadata.labels?.['node.kubernetes.io/instance-type'] ?? '',
    metadata.labels?.[CAPACITY_TYPE] === 'spot',
  );

export const isTrue = ({ status }: NodeClaim, type: string): boolean =>
  status.conditions.some((c) => c.type === type && c.status === 'True');

export const isDeleting = ({ metadata }: NodeClaim): boolean =>
  metadata.deletionTimestamp !== undefined;

export const isReady = ({ status }: Node): boolean =>
  status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');

/** `1h30m`, `720h`; null: `Never`, or nothing said. */
export const spanMs = (text: string | undefined): number | null =>
  text === undefined || text === 'Never' ? null : (durationMs(text) ?? null);

const MIRROR = 'kubernetes.io/config.mirror';

/** Pods that must find another node: not a DaemonSet's, not a mirror's, not over. */
export const reschedulable = ({ metadata, status }: Pod): boolean =>
  status.phase !== 'Succeeded' &&
  status.phase !== 'Failed' &&
  metadata.annotations?.[MIRROR] === undefined &&
  !(metadata.ownerReferences ?? []).some((o) => o.controller === true && o.kind === 'DaemonSet');

export const podsOn = (read: Read, node: string): readonly Pod[] =>
  read.by('kubernetes/Pod', 'node', node).filter(reschedulable);

export const podKey = ({ metadata }: Pod): string =>
  `${metadata.namespace ?? 'default'}/${metadata.name}`;

export const karpenterIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'nodeClaim',
    kind: 'ec2/Instance',
    dependsOn: ['Tags'],
    buckets: ({ Tags }) => Tags.filter(({ Key }) => Key === CLAIM_TAG).map(({ Value }) => Value),
  }),
];
