import { eksNodes } from './eksNodes.ko';
import { nodeScaling } from './nodeScaling.ko';
import type { ModelSentences } from './types';

export const eks: ModelSentences<'eks'> = {
  ...eksNodes,
  ...nodeScaling,
  serviceLoadBalancerBound: (d, name) => ({
    head: `로드 밸런서 \`${d.loadBalancer}\`: 서비스 ${name} 앞에 섰습니다`,
  }),
  serviceLoadBalancerReleased: (d, name) => ({
    head: `로드 밸런서 \`${d.loadBalancer}\`: 서비스 ${name} 앞에서 물러났습니다`,
  }),
  targetsBound: (d) => ({
    head: `엔드포인트에 맞춰 대상 등록 ${d.registered}, 등록 취소 ${d.deregistered}`,
  }),
};
