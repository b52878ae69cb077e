import type { ModelSentences } from './types';

export const workload: ModelSentences<'workload'> = {
  imageDescribed: (d) => ({ head: `Image \`${d.behaviour.name}\` described` }),
};
