/**
 * quayside `createEksGround { clusterConfig }`: the EKS cluster of a scenario's ground, described by an eksctl ClusterConfig,
 * as the learner's own file describes it. Cluster, nodes and Fargate profiles have stood there since before the scenario
 * began. The zones must be there already.
 */
import type { Admission, Context, Effect } from '../../../engine/model';
import { CLUSTER_NANO_USD_PER_HOUR } from '../../aws/pricing/meter';
import { answer, Refused } from '../../aws/refusal';
import { inputOf } from '../../aws/requestInput';
import { newProfile } from '../fargate/newProfile';
import { newNodegroup } from '../nodegroups/newNodegroup';
import { checkClusterConfig } from '../validation/clusterConfig';
import type { ClusterConfig } from '../validation/clusterConfigTypes';
import { nodegroupSpec } from './createNodegroup';
import { profileInput } from './eksctlFargate';
import { nodegroupInput } from './eksctlManaged';
import { selfManagedGround } from './eksctlSelfManaged';
import { profileField } from './fargateProfiles';
import { clusterMeter, refuseEks } from './refusals';

export const createEksGround = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const config = configIn(inputOf(input)['clusterConfig']);
    const { name } = config.metadata;
    if (ctx.has('eks/Cluster', name))
      refuseEks('ResourceInUseException', `Cluster already exists with name: ${name}`);
    const about = { kind: 'eks/Cluster', key: name } as const;
    const { managedNodeGroups = [], nodeGroups = [], fargateProfiles = [] } = config;
    const data = {
      nodegroups: managedNodeGroups.length + nodeGroups.length,
      fargateProfiles: fargateProfiles.length,
    };
    return {
      ok: true,
      output: { cluster: name },
      effects: [
        { do: 'put', ...about, value: { name, createdAt: ctx.nowMs } },
        { do: 'note', fact: { model: 'eks', type: 'clusterCreated', about, data } },
        clusterFee(name),
        ...groundEffects(config, ctx),
      ],
    };
  });

function configIn(value: unknown): ClusterConfig {
  const checked = checkClusterConfig(value);
  if (!checked.error) return checked.config;
  const { path, reason, message } = checked.error;
  const causes = [{ path: ['clusterConfig', ...path], reason, message }];
  throw new Refused({ ok: false, status: 400, error: { name: reason, message, causes } });
}

function groundEffects(config: ClusterConfig, ctx: Context): readonly Effect[] {
  const { managedNodeGroups = [], nodeGroups = [], fargateProfiles = [] } = config;
  return [
    ...managedNodeGroups.flatMap((group, i) => {
      const input = nodegroupInput(config, group, ['managedNodeGroups', i]);
      return newNodegroup(nodegroupSpec(input, config.metadata.name, ctx), true, ctx);
    }),
    ...nodeGroups.flatMap((group, i) => selfManagedGround(config, group, ['nodeGroups', i], ctx)),
    ...fargateProfiles.flatMap((profile) => {
      const input = { ...profileInput(profile) };
      const field = profileField(input, config.metadata.name, [], ctx);
      return newProfile(config.metadata.name, field, true, ctx).effects;
    }),
  ];
}

const clusterFee = (name: string): Effect => ({
  do: 'command',
  command: {
    model: 'aws',
    type: 'meter',
    key: clusterMeter(name),
    of: { half: 'kubernetes', what: 'cluster', nanoUsdPerHour: CLUSTER_NANO_USD_PER_HOUR },
  },
});
