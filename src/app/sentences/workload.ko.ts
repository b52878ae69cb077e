import type { ModelSentences } from './types';

export const workload: ModelSentences<'workload'> = {
  imageDescribed: (d) => ({ head: `이미지 \`${d.behaviour.name}\` 동작을 정했습니다` }),
  outOfMemory: (d, name) => ({
    head: `${name}의 \`${d.container}\` 메모리 부족으로 커널이 죽였습니다`,
    because: `한도 ${d.memoryLimitMiB}MiB`,
  }),
};
