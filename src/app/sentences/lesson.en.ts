import { duration } from '../../stage/clock';
import type { ModelSentences } from './types';

export const lesson: ModelSentences<'lesson'> = {
  goalMet: (d, name) => ({ head: `Goal met: ${name}`, because: `after ${duration(d.tookMs)}` }),
  goalFailed: (_d, name) => ({
    head: `Goal out of reach: ${name}`,
    because: 'go back to try again',
  }),
  goalLate: (d, name) => ({
    head: `Goal late: ${name}`,
    because: `not within ${duration(d.withinMs)}`,
  }),
  goalReopened: (_d, name) => ({ head: `Goal within reach again: ${name}` }),
  nearMissSeen: (_d, name) => ({ head: `Not quite: ${name}` }),
};
