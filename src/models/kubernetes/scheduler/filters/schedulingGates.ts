/**
 * SchedulingGates: a pod with gates does not even enter the queue (plugins/schedulinggates, v1.34). Whoever added a
 * gate takes it away again.
 */
import { unresolvable, type PreEnqueuePlugin } from '../framework';

export const schedulingGates: PreEnqueuePlugin = {
  name: 'SchedulingGates',
  preEnqueue({ spec: { schedulingGates = [] } }) {
    if (schedulingGates.length === 0) return undefined;
    return unresolvable(
      `waiting for scheduling gates: [${schedulingGates.map((g) => g.name).join(' ')}]`,
    );
  },
};
