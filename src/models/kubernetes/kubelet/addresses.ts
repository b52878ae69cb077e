/**
 * Pod addresses of a node. As with the VPC CNI on a secondary range, every node owns a block of 100.64.0.0/10: a /22,
 * so 1,022 addresses and 4,096 nodes. The address released longest ago is handed out next (the CNI lets one rest 30 s).
 */
import { defineIndex, type Read } from '../../../engine/model';
import type { Kubelet } from './types';

const BLOCKS = 4_096;
const USABLE = 1_022;

export const addressBlocks = defineIndex({
  name: 'addressBlock',
  kind: 'kubernetes/Kubelet',
  buckets: ({ addressBlock }) => [String(addressBlock)],
});

/** A block that no node has; they are given out in order, and again when nodes have gone. */
export function freeAddressBlock(read: Read): number {
  const first = read.size('kubernetes/Kubelet');
  for (let i = 0; i < BLOCKS; i++) {
    const block = (first + i) % BLOCKS;
    if (read.count('kubernetes/Kubelet', addressBlocks.name, String(block)) === 0) return block;
  }
  throw new Error(`more than ${BLOCKS} nodes have pod addresses`);
}

/** `100.64.4.0/22` */
export const podCIDR = (block: number): string => `${address(block, 0)}/22`;

export function takeAddress(kubelet: Kubelet): { readonly ip: string; readonly kubelet: Kubelet } {
  let next = kubelet.nextAddress;
  let ip = address(kubelet.addressBlock, next + 1);
  while (isUsed(kubelet, ip)) {
    next = (next + 1) % USABLE;
    ip = address(kubelet.addressBlock, next + 1);
  }
  return { ip, kubelet: { ...kubelet, nextAddress: (next + 1) % USABLE } };
}

function isUsed({ sandboxes }: Kubelet, ip: string): boolean {
  for (const uid in sandboxes) if (sandboxes[uid]?.ip === ip) return true;
  return false;
}

function address(block: number, host: number): string {
  const offset = block * 1024 + host;
  return `100.${64 + (offset >> 16)}.${(offset >> 8) & 255}.${offset & 255}`;
}
