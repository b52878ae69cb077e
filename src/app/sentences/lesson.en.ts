import { duration } from '../../stage/clock';
import type { ModelSentences } from './types';

export const lesson: ModelSentences<'lesson'> = {
  goalMet: (d, name) => ({ head: `Goal ${name} is met`, because: `after ${duration(d.tookMs)}` }),
  goalFailed: (_d, name) => ({ head: `Goal ${name} has failed`, because: 'go back to try again' }),
  goalLate: (d, name) => ({
    head: `Goal ${name} is late`,
    because: `not within ${duration(d.withinMs)}`,
  }),
  goalReopened: (_d, name) => ({ head: `Goal ${name} can be met again` }),
  nearMissSeen: (_d, name) => ({ head: `Near miss ${name} seen` }),
};
