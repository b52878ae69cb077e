/** The birth of a Fargate profile, for the API's request, for eksctl's queue and for the ground of a scenario. */
import type { Context, Effect } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../../aws/account';
import { setPodMutation } from '../../kubernetes/commands';
import { subnetOf } from '../requests/nodegroupFields';
import { timings } from '../timings';
import type { FargateProfile, FargateProfileInput } from '../types';

export const FARGATE_SCHEDULER = 'fargate-scheduler';
export const PROFILE_LABEL = 'eks.amazonaws.com/fargate-profile';

export const profileKey = (cluster: string, name: string): string => `${cluster}/${name}`;

/** `ground`: it has been there since before the scenario began. */
export function newProfile(
  clusterName: string,
  { fargateProfileName, selectors, subnets, tags = {} }: FargateProfileInput,
  ground: boolean,
  ctx: Context,
): { readonly profile: FargateProfile; readonly effects: readonly Effect[] } {
  const key = profileKey(clusterName, fargateProfileName);
  const random = ctx.random(`eks/fargateProfile/${key}`);
  const uuid = [8, 4, 4, 4, 12].map((n) => random.text(n, '0123456789abcdef')).join('-');
  const zones = [...ctx.keys('ec2/AvailabilityZone')].sort();
  const { from, to } = timings.fargateProfileMs;
  const profile: FargateProfile = {
    fargateProfileName,
    fargateProfileArn: `arn:aws:eks:${regionOf(ctx)}:${ACCOUNT_ID}:fargateprofile/${key}/${uuid}`,
    clusterName,
    createdAt: ctx.nowMs,
    subnets: subnets?.length ? subnets : zones.map(subnetOf),
    selectors,
    status: ground ? 'ACTIVE' : 'CREATING',
    tags,
    dueAtMs: ground ? null : ctx.nowMs + random.between(from, to),
  };
  const about = { kind: 'eks/FargateProfile', key } as const;
  const data = { selectors: selectors.length };
  return {
    profile,
    effects: [
      { do: 'put', ...about, value: profile },
      ground
        ? {
            do: 'note',
            fact: { model: 'eks', type: 'fargateProfileActive', about, data: { tookMs: 0 } },
          }
        : { do: 'note', fact: { model: 'eks', type: 'fargateProfileCreating', about, data } },
      ...(ground ? [admitPods(profile)] : []),
    ],
  };
}

/**
 * EKS's mutating webhook: a new pod that a selector finds is handed to the Fargate scheduler (User Guide, "Fargate profile").
 * Of several profiles that would take it, the label names one; otherwise the first by name (undocumented: older texts say
 * "at random").
 */
export const admitPods = ({
  clusterName,
  fargateProfileName: name,
  selectors,
}: FargateProfile): Effect => ({
  do: 'command',
  command: setPodMutation(
    name,
    {
      selectors,
      choiceLabel: PROFILE_LABEL,
      labels: { [PROFILE_LABEL]: name },
      schedulerName: FARGATE_SCHEDULER,
      priorityClassName: 'system-node-critical',
    },
    { kind: 'eks/FargateProfile', key: profileKey(clusterName, name) },
  ),
});

export const refusePods = ({ clusterName, fargateProfileName: name }: FargateProfile): Effect => ({
  do: 'command',
  command: setPodMutation(name, null, {
    kind: 'eks/FargateProfile',
    key: profileKey(clusterName, name),
  }),
});
