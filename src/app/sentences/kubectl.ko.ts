/** kubectl 컨테이너가 남기는 기록. */
import type { KubectlFact } from '../../models/kubernetes/kubectl/part';
import type { ModelSentences } from './types';

export const kubectl: Pick<ModelSentences<'kubernetes'>, KubectlFact['type']> = {
  kubectlRan: (d, name) => ({
    head: `파드 ${name} 실행: \`${d.command}\`${d.exitCode === 0 ? '' : ', **거절당했습니다**'}`,
    why: d.output,
    because: d.exitCode === 0 ? (d.output.split('\n')[0] ?? '') : `종료 코드 ${d.exitCode}`,
  }),
};
