/** What a cloud's own controllers leave in the log of Kubernetes. */
import type { OutsideFact } from '../../models/kubernetes/outside/facts';
import { hostName } from './shortName';
import type { ModelSentences } from './types';

export const outside: Pick<ModelSentences<'kubernetes'>, OutsideFact['type']> = {
  podAssigned: (d, name) => ({
    head: `Pod ${name} goes to \`${hostName(d.node)}\``,
    because: d.scheduler,
  }),
  nodeConfigured: (d, name) => ({
    head: `Node ${name} has other labels or taints`,
    because: [...d.labels, ...d.taints].join(', '),
  }),
};
