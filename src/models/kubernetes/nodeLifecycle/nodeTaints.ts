/**
 * Which taints a node's conditions ask for (pkg/controller/nodelifecycle doNoScheduleTaintingPass, v1.34). A cordon is
 * one of them. Taints of other keys and effects are somebody else's and stay.
 */
import type { Condition, Taint } from '../types';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
export const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

const TAINT_BY_CONDITION: Readonly<Record<string, Partial<Record<Condition['status'], string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
};
const OWN_KEYS = [
  UNSCHEDULABLE,
  ...Object.values(TAINT_BY_CONDITION).flatMap((byStatus) => Object.values(byStatus)),
];

export interface TaintChange {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

/** What must change so that the NoSchedule taints agree with the conditions and the cordon. */
export function taintsByCondition(
  conditions: readonly Pick<Condition, 'type' | 'status'>[],
  unschedulable: boolean,
  existing: readonly Taint[],
): TaintChange {
  const wanted = conditions.flatMap(({ type, status }) => TAINT_BY_CONDITION[type]?.[status] ?? []);
  if (unschedulable) wanted.push(UNSCHEDULABLE);
  const own = existing.filter((t) => t.effect === 'NoSchedule' && OWN_KEYS.includes(t.key));
  return {
    add: wanted
      .filter((key) => !own.some((t) => t.key === key))
      .map((key) => ({ key, effect: 'NoSchedule' })),
    remove: own.filter((t) => !wanted.includes(t.key)),
  };
}

/** Added taints are dated; a taint is the same by key and effect. */
export function applyTaints(
  existing: readonly Taint[],
  { add, remove }: TaintChange,
  nowMs: number,
): readonly Taint[] {
  const replaced = [...add, ...remove];
  return [
    ...existing.filter((t) => !replaced.some((r) => r.key === t.key && r.effect === t.effect)),
    ...add.map((t) => ({ ...t, timeAdded: nowMs })),
  ];
}

export const noExecute = (key: string): Taint => ({ key, effect: 'NoExecute' });

export const hasNoExecute = (taints: readonly Taint[], key: string): boolean =>
  taints.some((t) => t.key === key && t.effect === 'NoExecute');
