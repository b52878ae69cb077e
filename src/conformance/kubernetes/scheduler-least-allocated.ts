/** Suite scheduler-least-allocated. */
import type { Suite } from '../suite';
import { checkResourceScores } from './schedulerResourceScores';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'scheduler-least-allocated',
  check: checkResourceScores,
};
