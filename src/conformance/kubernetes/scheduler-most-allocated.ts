/** Suite scheduler-most-allocated. */
import type { Suite } from '../suite';
import { checkResourceScores } from './schedulerResourceScores';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-most-allocated',
  check: checkResourceScores,
};
