/**
 * Things born in a run are named by selector, resolved when the request happens, in key order (DECISIONS.md 1.7):
 *
 *     { of: ecs/service/web, nth: 0 }                 the key of a task of service web
 *     { of: kubernetes/deployment/web, nth: -1 }      the key of a pod of Deployment web
 *     { of: ec2/zone/us-east-1a, nth: 0, take: InstanceId }
 *
 *     { of: kubernetes/pods, where: { app: web, ready: true }, nth: seed, take: name }
 *
 * The last form takes every set that a lesson's goals know (lessons/README.md). `nth: seed` leaves the choice to the seed.
 * Anywhere in a request, such an object stands for a key, or for the field of the record that `take` names.
 */
import type { Read } from '../engine/model';
import { isPlural, nounOf, type Noun } from '../lessons/goals/nouns';
import { field, members } from '../lessons/goals/reading';
import type { Scalar, Test } from '../lessons/types';
import type { Request } from './protocol';

interface Comparison {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly includes?: Scalar;
  readonly exists?: boolean;
}
type Wanted = Scalar | readonly Scalar[] | Comparison;

interface Selector {
  readonly of: string;
  readonly where?: Readonly<Record<string, Wanted>>;
  readonly nth?: number | 'seed';
  readonly take?: string;
}

/** undefined: a selector in it matches nothing now. */
export function resolveSelectors(request: Request, read: Read, seed: number): Request | undefined {
  try {
    return resolve(request, { read, seed }) as Request;
  } catch (error) {
    if (error instanceof NothingMatches) return undefined;
    throw error;
  }
}

class NothingMatches extends Error {}

interface World {
  readonly read: Read;
  readonly seed: number;
}

function resolve(value: unknown, world: World): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, world));
  if (isSelector(value)) return select(value, world);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, world)]));
}

function isSelector(value: object): value is Selector {
  if (!('of' in value) || typeof value.of !== 'string') return false;
  return isPlural(value.of) || /^\w+\/\w+\/./.test(value.of);
}

function select(selector: Selector, { read, seed }: World): unknown {
  const { of, nth = 0, take } = selector;
  const { noun, keys } = isPlural(of) ? ofSet(selector, read) : candidates(of, read);
  const at = nth === 'seed' ? seed % Math.max(1, keys.length) : nth;
  const key = [...keys].sort().at(at);
  if (key === undefined) throw new NothingMatches(of);
  return take ? field(noun, key, take.split('.'), reading(read)) : key;
}

interface Candidates {
  readonly noun: Noun;
  readonly keys: readonly string[];
}

function ofSet({ of, where = {} }: Selector, read: Read): Candidates {
  const noun = nounOf(of);
  const tests = Object.entries(where).map(([path, value]) => ({
    path: path.split('.'),
    test: testOf(value),
  }));
  return {
    noun,
    keys: members(noun, { noun: of, name: null, where: tests, fresh: null }, reading(read)),
  };
}

/** A value, a list of values (any of them), or a test as in a lesson's goals. */
function testOf(value: Wanted): Test {
  if (typeof value !== 'object' || Array.isArray(value))
    return { op: 'is', any: [value].flat() as readonly Scalar[] };
  const { atLeast, atMost, includes, exists } = value as Comparison;
  if (atLeast !== undefined) return { op: 'atLeast', than: atLeast };
  if (atMost !== undefined) return { op: 'atMost', than: atMost };
  if (includes !== undefined) return { op: 'includes', what: includes };
  return { op: 'exists', should: exists ?? true };
}

const reading = (read: Read) => ({ read, windowMs: 0, measure: () => undefined });

function candidates(of: string, read: Read): Candidates {
  const [family, noun, ...rest] = of.split('/');
  const name = rest.join('/');
  switch (`${family}/${noun}`) {
    case 'ecs/service':
      return {
        noun: nounOf('ecs/tasks'),
        keys: read
          .keys('ecs/Task')
          .filter((key) => read.get('ecs/Task', key)?.group === `service:${name}`)
          .filter((key) => read.get('ecs/Task', key)?.lastStatus === 'RUNNING'),
      };
    case 'kubernetes/deployment':
      return {
        noun: nounOf('kubernetes/pods'),
        keys: read.keys('kubernetes/Pod').filter((key) => {
          const pod = read.get('kubernetes/Pod', key);
          const owner = pod?.metadata.ownerReferences?.[0]?.name ?? '';
          return pod?.status.phase === 'Running' && owner.replace(/-[a-z0-9]+$/, '') === name;
        }),
      };
    case 'ec2/zone':
      return {
        noun: nounOf('ec2/instances'),
        keys: read
          .keys('ec2/Instance')
          .filter((key) => read.get('ec2/Instance', key)?.Placement.AvailabilityZone === name),
      };
    case 'ec2/bootstrap':
      return {
        noun: nounOf('ec2/instances'),
        keys: read
          .keys('ec2/Instance')
          .filter((key) => read.get('ec2/Instance', key)?.bootstrap?.as === name),
      };
    default:
      throw new Error(`unknown selector ${of}`);
  }
}
