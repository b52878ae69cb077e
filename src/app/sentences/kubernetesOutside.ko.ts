/** 클라우드가 Kubernetes에 남기는 기록. */
import type { OutsideFact } from '../../models/kubernetes/outside/facts';
import { hostName } from './shortName';
import type { ModelSentences } from './types';

export const outside: Pick<ModelSentences<'kubernetes'>, OutsideFact['type']> = {
  podAssigned: (d, name) => ({
    head: `파드 ${name} \`${hostName(d.node)}\` 노드에 놓았습니다`,
    because: d.scheduler,
  }),
  nodeConfigured: (d, name) => ({
    head: `노드 ${name} 레이블이나 테인트가 바뀌었습니다`,
    because: [...d.labels, ...d.taints].join(', '),
  }),
};
