/** What kubectl containers leave in the log. */
import type { KubectlFact } from '../../models/kubernetes/kubectl/part';
import type { ModelSentences } from './types';

export const kubectl: Pick<ModelSentences<'kubernetes'>, KubectlFact['type']> = {
  kubectlRan: (d, name) => ({
    head: `Pod ${name} runs \`${d.command}\`${d.exitCode === 0 ? '' : ` and is **refused**`}`,
    why: d.output,
    because: d.exitCode === 0 ? (d.output.split('\n')[0] ?? '') : `exit code ${d.exitCode}`,
  }),
};
