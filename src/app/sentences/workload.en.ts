import type { ModelSentences } from './types';

export const workload: ModelSentences<'workload'> = {
  imageDescribed: (d) => ({ head: `Image \`${d.behaviour.name}\` described` }),
  outOfMemory: (d, name) => ({
    head: `The kernel kills \`${d.container}\` in ${name}: out of memory`,
    because: `limit ${d.memoryLimitMiB} MiB`,
  }),
};
