/**
 * What is tried after no node had room, and what it adds to the FailedScheduling message (framework/runtime
 * RunPostFilterPlugins, v1.34): the first plugin that succeeds ends it and adds nothing; otherwise all texts are joined.
 */
import type { Pod } from '../../types';
import { preempt, whyNotEligible, type PreemptionInput } from './preempt';
import type { Candidate } from './victims';

export interface PostFilterResult {
  readonly message: string;
  /** Where preemption succeeded. */
  readonly nominated: Candidate | undefined;
  /** Preemption was tried and helps nowhere: an earlier promise is void. */
  readonly clearsNomination: boolean;
}

export function runPostFilters(
  input: PreemptionInput,
  podsOnNominatedNode: readonly Pod[],
): PostFilterResult {
  const messages: string[] = [];
  let clearsNomination = false;
  for (const plugin of input.profile.postFilters) {
    if (plugin === 'DynamicResources') {
      messages.push('no new claims to deallocate');
      continue;
    }
    const { pod, diagnosis } = input;
    const status = diagnosis.nodeToStatus.get(pod.nominatedNodeName) ?? diagnosis.absentNodes;
    const refusal = whyNotEligible(
      pod,
      pod.nominatedNodeName ? status : undefined,
      podsOnNominatedNode,
    );
    const outcome = refusal === undefined ? preempt(input) : { message: refusal };
    if (!('message' in outcome)) return { message: '', nominated: outcome, clearsNomination };
    clearsNomination = refusal === undefined;
    messages.push(`preemption: ${outcome.message}`);
  }
  return { message: messages.join(', '), nominated: undefined, clearsNomination };
}
