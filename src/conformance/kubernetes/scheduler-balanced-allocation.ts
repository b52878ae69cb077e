/** Suite scheduler-balanced-allocation. */
import type { Suite } from '../suite';
import { checkResourceScores } from './schedulerResourceScores';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-balanced-allocation',
  check: checkResourceScores,
};
