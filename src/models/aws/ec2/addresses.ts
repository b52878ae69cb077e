/**
 * Private addresses. One virtual network of 10.0.0.0/8; every pool has its own second octets and every zone its own /19
 * in each of them, so that what one platform starts moves no address of the other (DECISIONS.md 1.11). As in any VPC
 * subnet the first four addresses and the last are AWS's own. Pods take theirs from their nodes' blocks of 100.64.0.0/10.
 *
 * Simplified: an address is not given back; it comes round again after 520,000 others of its pool and zone.
 */
import type { Effect, Read } from '../../../engine/model';
import type { Bootstrap } from './types';

export type AddressPoolName = 'instances' | 'eks-nodes' | 'tasks' | 'fargate-pods';

const FIRST_SECOND_OCTET: Readonly<Record<AddressPoolName, number>> = {
  instances: 0,
  'eks-nodes': 1,
  tasks: 2,
  'fargate-pods': 3,
};
const SECOND_OCTET_STEP = 4;
const SUBNET_SIZE = 8_192;
const RESERVED_AT_START = 4;
const USABLE = SUBNET_SIZE - RESERVED_AT_START - 1;
const BLOCKS = 256 / SECOND_OCTET_STEP;
/** Zones whose /19 fits into the third octet. */
export const MAX_ZONES = 8;

export interface Allocation {
  /** In the order of the zones asked for. */
  readonly addresses: readonly string[];
  /** Must be committed together with what uses the addresses. */
  readonly effects: readonly Effect[];
}

/** One private address in each of the zones (a zone may be named several times). */
export function allocateAddresses(
  read: Pick<Read, 'get'>,
  pool: AddressPoolName,
  zones: readonly string[],
): Allocation {
  const allocated = new Map<string, number>();
  const addresses = zones.map((zone) => {
    const key = `${zone}/${pool}`;
    const n = allocated.get(key) ?? read.get('ec2/AddressPool', key)?.allocated ?? 0;
    allocated.set(key, n + 1);
    return addressAt(pool, read.get('ec2/AvailabilityZone', zone)?.subnet ?? 0, n);
  });
  const effects = [...allocated].map(([key, n]): Effect => ({
    do: 'put',
    kind: 'ec2/AddressPool',
    key,
    value: { allocated: n },
  }));
  return { addresses, effects };
}

function addressAt(pool: AddressPoolName, subnet: number, n: number): string {
  const block = Math.floor(n / USABLE) % BLOCKS;
  const host = subnet * SUBNET_SIZE + RESERVED_AT_START + (n % USABLE);
  return `10.${FIRST_SECOND_OCTET[pool] + block * SECOND_OCTET_STEP}.${host >> 8}.${host & 255}`;
}

/** The zone whose subnets hold an address; undefined when it is none of the world's. */
export function zoneOfAddress(read: Pick<Read, 'list'>, ip: string): string | undefined {
  const match = /^10\.\d{1,3}\.(\d{1,3})\.\d{1,3}$/.exec(ip);
  const subnet = Math.floor((Number(match?.[1] ?? -1) * 256) / SUBNET_SIZE);
  return read.list('ec2/AvailabilityZone').find((zone) => zone.subnet === subnet)?.ZoneName;
}

export const poolOf = (bootstrap: Bootstrap | null): AddressPoolName =>
  bootstrap?.as === 'eks-node' ? 'eks-nodes' : 'instances';

/** `ip-10-0-1-23.ec2.internal`, and `ip-...<region>.compute.internal` outside us-east-1. */
export function privateDnsName(ip: string, region: string): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${ip.replaceAll('.', '-')}.${domain}`;
}
