import { durationKo as duration } from '../../stage/clock';
import type { ModelSentences } from './types';

export const lesson: ModelSentences<'lesson'> = {
  goalMet: (d, name) => ({
    head: `목표를 이루었습니다: ${name}`,
    because: `${duration(d.tookMs)} 만에`,
  }),
  goalFailed: (_d, name) => ({
    head: `목표를 놓쳤습니다: ${name}`,
    because: '되감으면 다시 해 볼 수 있습니다',
  }),
  goalLate: (d, name) => ({
    head: `목표에 늦었습니다: ${name}`,
    because: `${duration(d.withinMs)} 안에 이루지 못했습니다`,
  }),
  goalReopened: (_d, name) => ({ head: `목표를 다시 해 볼 수 있습니다: ${name}` }),
  nearMissSeen: (_d, name) => ({ head: `아깝게 빗나갔습니다: ${name}` }),
};
