/** What a Job makes of a failed pod (pkg/controller/job/pod_failure_policy.go, v1.34): the first rule that matches decides. */
import type { Pod } from '../../types';

export type PolicyAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

export interface PodFailurePolicyRule {
  readonly action: PolicyAction;
  readonly onExitCodes?: {
    readonly containerName?: string;
    readonly operator: 'In' | 'NotIn';
    readonly values: readonly number[];
  };
  readonly onPodConditions?: readonly { readonly type: string; readonly status?: string }[];
}
export interface PodFailurePolicy {
  readonly rules: readonly PodFailurePolicyRule[];
}

export interface PolicyMatch {
  /** null: no rule matches, and the failure counts. */
  readonly action: PolicyAction | null;
  readonly countsAsFailure: boolean;
  /** For FailJob: what the condition says. */
  readonly message: string | null;
}

type FailedPod = Pick<Pod, 'metadata' | 'status'>;

export function matchPodFailurePolicy(
  policy: PodFailurePolicy | undefined,
  pod: FailedPod,
): PolicyMatch {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const why = matchingExit(rule, pod) ?? matchingCondition(rule, pod);
    if (why === undefined) continue;
    const { action } = rule;
    const message = action === 'FailJob' ? `${why} matching FailJob rule at index ${index}` : null;
    return { action, countsAsFailure: action !== 'Ignore', message };
  }
  return { action: null, countsAsFailure: true, message: null };
}

const fullName = ({ metadata }: FailedPod): string =>
  `${metadata.namespace ?? 'default'}/${metadata.name}`;

function matchingExit({ onExitCodes }: PodFailurePolicyRule, pod: FailedPod): string | undefined {
  if (!onExitCodes) return undefined;
  const { containerName, operator, values } = onExitCodes;
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  for (const { name, state } of [...containerStatuses, ...initContainerStatuses]) {
    const code = state?.terminated?.exitCode;
    if (code === undefined || code === 0) continue;
    if (containerName !== undefined && containerName !== name) continue;
    if (values.includes(code) === (operator === 'In'))
      return `Container ${name} for pod ${fullName(pod)} failed with exit code ${code}`;
  }
  return undefined;
}

function matchingCondition(
  { onPodConditions }: PodFailurePolicyRule,
  pod: FailedPod,
): string | undefined {
  const found = pod.status.conditions?.find((condition) =>
    onPodConditions?.some(
      ({ type, status = 'True' }) => type === condition.type && status === condition.status,
    ),
  );
  return found && `Pod ${fullName(pod)} has condition ${found.type}`;
}
