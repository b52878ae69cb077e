/**
 * Things born in a run are named by selector, resolved when the request happens, in key order (DECISIONS.md 1.7):
 *
 *     { of: ecs/service/web, nth: 0 }                 the key of a task of service web
 *     { of: kubernetes/deployment/web, nth: -1 }      the key of a pod of Deployment web
 *     { of: ec2/zone/us-east-1a, nth: 0, take: InstanceId }
 *
 * Anywhere in a request, such an object stands for a key, or for the field of the record that `take` names.
 */
import type { Kind, Read } from '../engine/model';
import type { Request } from './protocol';

interface Selector {
  readonly of: string;
  readonly nth?: number;
  readonly take?: string;
}

/** undefined: a selector in it matches nothing now. */
export function resolveSelectors(request: Request, read: Read): Request | undefined {
  try {
    return resolve(request, read) as Request;
  } catch (error) {
    if (error instanceof NothingMatches) return undefined;
    throw error;
  }
}

class NothingMatches extends Error {}

function resolve(value: unknown, read: Read): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, read));
  if (isSelector(value)) return select(value, read);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, read)]));
}

function isSelector(value: object): value is Selector {
  return 'of' in value && typeof value.of === 'string' && /^\w+\/\w+\/./.test(value.of);
}

function select({ of, nth = 0, take }: Selector, read: Read): unknown {
  const { kind, keys } = candidates(of, read);
  const key = [...keys].sort().at(nth);
  if (key === undefined) throw new NothingMatches(of);
  if (!take) return key;
  return (read.get(kind, key) as unknown as Record<string, unknown>)[take];
}

function candidates(of: string, read: Read): { kind: Kind; keys: readonly string[] } {
  const [family, noun, ...rest] = of.split('/');
  const name = rest.join('/');
  switch (`${family}/${noun}`) {
    case 'ecs/service':
      return {
        kind: 'ecs/Task',
        keys: read
          .keys('ecs/Task')
          .filter((key) => read.get('ecs/Task', key)?.group === `service:${name}`)
          .filter((key) => read.get('ecs/Task', key)?.lastStatus === 'RUNNING'),
      };
    case 'kubernetes/deployment':
      return {
        kind: 'kubernetes/Pod',
        keys: read.keys('kubernetes/Pod').filter((key) => {
          const pod = read.get('kubernetes/Pod', key);
          const owner = pod?.metadata.ownerReferences?.[0]?.name ?? '';
          return pod?.status.phase === 'Running' && owner.replace(/-[a-z0-9]+$/, '') === name;
        }),
      };
    case 'ec2/zone':
      return {
        kind: 'ec2/Instance',
        keys: read
          .keys('ec2/Instance')
          .filter((key) => read.get('ec2/Instance', key)?.Placement.AvailabilityZone === name),
      };
    case 'ec2/bootstrap':
      return {
        kind: 'ec2/Instance',
        keys: read
          .keys('ec2/Instance')
          .filter((key) => read.get('ec2/Instance', key)?.bootstrap?.as === name),
      };
    default:
      throw new Error(`unknown selector ${of}`);
  }
}
