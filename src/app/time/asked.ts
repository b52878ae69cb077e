/** How many tasks and pods are asked for, from facts alone: services and Deployments, by platform. */
import type { Fact } from '../../engine/model';
import type { Platform } from '../../stage/view';

export class Asked {
  readonly #by: Readonly<Record<Platform, Map<string, number>>> = {
    ecs: new Map(),
    kubernetes: new Map(),
  };

  of(platform: Platform): number {
    let sum = 0;
    for (const count of this.#by[platform].values()) sum += count;
    return sum;
  }

  /** By how much it rose; 0 for a fact that asks for nothing else. */
  fold(fact: Fact): number {
    const now = askedIn(fact);
    if (!now) return 0;
    const counts = this.#by[now.platform];
    const before = counts.get(now.key);
    if (now.onlyFirst && before !== undefined) return 0;
    if (now.count === 0) counts.delete(now.key);
    else counts.set(now.key, now.count);
    return now.count - (before ?? 0);
  }
}

interface Ask {
  readonly platform: Platform;
  readonly key: string;
  readonly count: number;
  /** It says how many only where nothing was asked before. */
  readonly onlyFirst?: boolean;
}

function askedIn(fact: Fact): Ask | null {
  const { key } = fact.about;
  if (fact.model === 'ecs') {
    if (fact.type === 'serviceCreated')
      return { platform: 'ecs', key, count: fact.data.desiredCount };
    if (fact.type === 'serviceUpdated')
      return { platform: 'ecs', key, count: fact.data.desiredCount.to };
    return fact.type === 'serviceDeleted' ? { platform: 'ecs', key, count: 0 } : null;
  }
  if (fact.model !== 'kubernetes') return null;
  switch (fact.type) {
    // The first replica set of a Deployment is as large as the Deployment asks.
    case 'replicaSetCreated': {
      const namespace = key.slice(0, key.indexOf('/'));
      const { deployment, replicas } = fact.data;
      const owner = `Deployment ${namespace}/${deployment}`;
      return { platform: 'kubernetes', key: owner, count: replicas, onlyFirst: true };
    }
    case 'objectScaled':
      return isOwner(fact.data.apiKind)
        ? { platform: 'kubernetes', key: `${fact.data.apiKind} ${key}`, count: fact.data.to }
        : null;
    case 'objectDeleting':
    case 'objectDeleted':
      return isOwner(fact.data.apiKind)
        ? { platform: 'kubernetes', key: `${fact.data.apiKind} ${key}`, count: 0 }
        : null;
    default:
      return null;
  }
}

const isOwner = (kind: string): boolean => kind === 'Deployment' || kind === 'StatefulSet';
