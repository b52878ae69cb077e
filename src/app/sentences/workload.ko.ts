import type { ModelSentences } from './types';

export const workload: ModelSentences<'workload'> = {
  imageDescribed: (d) => ({ head: `이미지 \`${d.behaviour.name}\` 동작을 정했습니다` }),
};
