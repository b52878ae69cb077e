/** A Job selects its pods by its own uid, and names them after itself (registry/batch/job/strategy.go generateSelector, v1.34). */
import type { Job } from './jobRecord';

const PREFIX = 'batch.kubernetes.io/';

export function jobWithSelector(job: Job): Job {
  const { metadata, spec } = job;
  if (spec['manualSelector'] === true) return job;
  const { uid, name } = metadata;
  const uidLabel = { [`${PREFIX}controller-uid`]: uid };
  const labels = {
    ...spec.template.metadata?.labels,
    ...uidLabel,
    'controller-uid': uid,
    [`${PREFIX}job-name`]: name,
    'job-name': name,
  };
  const template = { ...spec.template, metadata: { ...spec.template.metadata, labels } };
  return { ...job, spec: { ...spec, selector: { matchLabels: uidLabel }, template } };
}
