/** Suite scheduler-requested-to-capacity-ratio: scores, and the piecewise linear curve by itself. */
import type { UtilizationShapePoint } from '../../models/kubernetes/scheduler/configuration';
import { buildBrokenLinearFunction } from '../../models/kubernetes/scheduler/scores/requestedToCapacityRatio';
import { differences, type Suite } from '../suite';
import { checkResourceScores } from './schedulerResourceScores';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-requested-to-capacity-ratio',
  check(testCase) {
    const { input, expect } = testCase;
    if (input['operation'] !== 'piecewiseLinear') return checkResourceScores(testCase);
    const curve = buildBrokenLinearFunction(input['shape'] as UtilizationShapePoint[]);
    return differences(expect, { value: curve(input['utilization'] as number) });
  },
};
