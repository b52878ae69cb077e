/**
 * Fargate profiles of a ClusterConfig (pkg/actions/fargate and pkg/fargate/create.go of eksctl): those that are missing are
 * created, one after the other, since EKS makes only one at a time and eksctl waits for each. They never change.
 */
import type { Path } from '../../../engine/model';
import type { FargateProfile, FargateProfileInput } from '../types';
import type { ClusterConfig, EksctlFargateProfile } from '../validation/clusterConfigTypes';
import type { Calls, Existing } from './applyClusterConfig';

export function fargateProfileCalls(config: ClusterConfig, existing: Existing): Calls {
  const clusterName = config.metadata.name;
  const missing: FargateProfileInput[] = [];
  for (const [i, profile] of (config.fargateProfiles ?? []).entries()) {
    const live = existing.get('eks/FargateProfile', `${clusterName}/${profile.name}`);
    if (!live) missing.push(profileInput(profile));
    else if (!sameSelectors(profile, live)) return { refused: immutable(profile, i) };
  }
  const queued = existing.get('eks/FargateProfileQueue', clusterName)?.waiting ?? [];
  const fresh = missing.filter(
    ({ fargateProfileName }) => !queued.some((q) => q.fargateProfileName === fargateProfileName),
  );
  if (fresh.length === 0) return [];
  return [
    { api: 'quayside', action: 'createFargateProfiles', input: { clusterName, profiles: fresh } },
  ];
}

export const profileInput = (profile: EksctlFargateProfile): FargateProfileInput => ({
  fargateProfileName: profile.name,
  selectors: (profile.selectors ?? []).map(({ namespace = '', labels = {} }) => ({
    namespace,
    labels,
  })),
  ...(profile.subnets ? { subnets: profile.subnets } : {}),
  ...(profile.tags ? { tags: profile.tags } : {}),
});

const sameSelectors = (profile: EksctlFargateProfile, live: FargateProfile): boolean =>
  JSON.stringify(profileInput(profile).selectors) === JSON.stringify(live.selectors);

const immutable = ({ name }: EksctlFargateProfile, i: number) => ({
  path: ['fargateProfiles', i, 'selectors'] as Path,
  reason: 'InvalidConfig',
  message: `Fargate profile "${name}" is there already and Fargate profiles cannot be changed: create one of another name, then delete this one`,
});
