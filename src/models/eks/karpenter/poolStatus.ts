/**
 * The status of NodePools and EC2NodeClasses (pkg/controllers/nodepool, v1.8): how many nodes and how much of what a pool has,
 * and whether its class is there. Key: key of the `kubernetes/Object`.
 */
import { defineWatch, type Controller, type Read, type Watch } from '../../../engine/model';
import { writeObject } from '../../kubernetes/commands';
import { amountsOf } from '../../kubernetes/scheduler/simulation';
import type { Condition, StoredObject } from '../../kubernetes/types';
import { nodeClaims, poolOf } from './objects';
import { NODE_CLAIMS, NODE_CLASSES, NODE_POOLS, NODEPOOL, type NodePool } from './types';

export const POOL_STATUS = 'eks/nodePoolStatus';

export const poolStatusController: Controller = {
  name: POOL_STATUS,
  latencyMs: 0,
  sync(key, read) {
    const object = read.get('kubernetes/Object', key);
    if (!object) return undefined;
    const status = key.startsWith(`${NODE_POOLS}/`)
      ? poolStatus(object as unknown as NodePool, read)
      : { conditions: [ready(object, true, read.nowMs)] };
    if (JSON.stringify(status) === JSON.stringify(object['status'])) return undefined;
    return { commands: [writeObject(key, { ...object, status })] };
  },
};

function poolStatus(pool: NodePool, read: Read) {
  const own = nodeClaims(read).filter((claim) => poolOf(claim) === pool.metadata.name);
  const used = own.map(({ status }) => amountsOf(status.capacity));
  const cpu = used.reduce((sum, { cpuMilli }) => sum + cpuMilli, 0);
  const memory = used.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const { name } = pool.spec.template.spec.nodeClassRef;
  const isThere = read.has('kubernetes/Object', `${NODE_CLASSES}/${name}`);
  return {
    conditions: [ready(pool as unknown as StoredObject, isThere, read.nowMs)],
    nodes: own.length,
    resources: {
      cpu: `${cpu}m`.replace(/000m$/, ''),
      memory: `${memory / 1024}Ki`,
      nodes: String(own.length),
    },
  };
}

/** Dated when it changes. */
function ready(object: StoredObject, isReady: boolean, nowMs: number): Condition {
  const { conditions = [] } = (object['status'] ?? {}) as { conditions?: readonly Condition[] };
  const old = conditions.find(({ type }) => type === 'Ready');
  const status = isReady ? 'True' : 'False';
  if (old?.status === status) return old;
  return {
    type: 'Ready',
    status,
    reason: isReady ? 'Ready' : 'NodeClassNotFound',
    message: isReady ? '' : 'NodeClass not found on cluster',
    lastTransitionTime: nowMs,
  };
}

export const poolStatusWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Object',
    wakes: POOL_STATUS,
    keys: (after, before, key, read) => {
      if (key.startsWith(`${NODE_POOLS}/`))
        return after && after['spec'] !== before?.['spec'] ? [key] : [];
      if (key.startsWith(`${NODE_CLASSES}/`)) {
        if (after && before) return [];
        const pools = read.keysBy('kubernetes/Object', 'resource', NODE_POOLS);
        return after ? [key, ...pools] : pools;
      }
      if (!key.startsWith(`${NODE_CLAIMS}/`) || (after && before)) return [];
      const pool = (after ?? before)?.metadata.labels?.[NODEPOOL];
      return pool === undefined ? [] : [`${NODE_POOLS}/${pool}`];
    },
  }),
];
