/** Suite node-lifecycle: taints by condition, zone states, eviction delay. */
import { evictAfterSeconds } from '../../models/kubernetes/nodeLifecycle/evictAfter';
import { applyTaints, taintsByCondition } from '../../models/kubernetes/nodeLifecycle/nodeTaints';
import { computeZoneState } from '../../models/kubernetes/nodeLifecycle/zoneState';
import type { Condition, Taint, Toleration } from '../../models/kubernetes/types';
import { differences, type Case, type Suite } from '../suite';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'node-lifecycle',
  check(testCase) {
    const { input, expect } = testCase;
    switch (input['operation']) {
      case 'taintsByCondition':
        return checkTaints(testCase);
      case 'zoneState': {
        const statuses = input['readyStatuses'] as string[];
        const ready = statuses.filter((status) => status === 'True').length;
        const health = { ready, notReady: statuses.length - ready };
        const threshold = input['unhealthyZoneThreshold'] as number;
        return differences(expect, { state: computeZoneState(health, threshold) });
      }
      case 'evictAfterSeconds':
        return differences(expect, {
          seconds: evictAfterSeconds(input['usedTolerations'] as Toleration[]),
        });
      default:
        return [`unknown operation ${String(input['operation'])}`];
    }
  },
};

function checkTaints({ input, expect }: Case): readonly string[] {
  const conditions = input['conditions'] as Condition[];
  const existing = (input['existingTaints'] as Taint[] | undefined) ?? [];
  const change = taintsByCondition(conditions, input['unschedulable'] === true, existing);
  const taints = applyTaints(existing, change, 0).map(({ timeAdded: _, ...taint }) => taint);
  return differences({ taints: byKey(expect['taints'] as Taint[]) }, { taints: byKey(taints) });
}

const byKey = (taints: readonly Taint[]): readonly Taint[] =>
  [...taints].sort((a, b) =>
    a.key < b.key ? -1 : a.key > b.key ? 1 : a.effect < b.effect ? -1 : 1,
  );
