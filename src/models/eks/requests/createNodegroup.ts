/**
 * EKS CreateNodegroup (eks 2017-11-01). Subnets are `subnet-<zone>`; where none is named, the group stands in all zones.
 * Accepted, without effect: nodeRole, amiType, diskSize, remoteAccess, version, releaseVersion, nodeRepairConfig.
 */
import type { Admission, Context } from '../../../engine/model';
import { answer } from '../../aws/refusal';
import { inputOf, type Input } from '../../aws/requestInput';
import { newNodegroup, type NodegroupSpec } from '../nodegroups/newNodegroup';
import { wireNodegroup } from '../printers/nodegroup';
import {
  capacityTypeField,
  checkNewSizes,
  DEFAULT_SCALING,
  instanceTypesField,
  labelsField,
  maxUnavailableField,
  scalingConfigField,
  taintsField,
  zonesField,
} from './nodegroupFields';
import { clusterNamed, invalidParameter, needed, onlyKnown, refuseEks } from './refusals';

const PARAMETERS = [
  'clusterName',
  'nodegroupName',
  'scalingConfig',
  'diskSize',
  'subnets',
  'instanceTypes',
  'amiType',
  'remoteAccess',
  'nodeRole',
  'labels',
  'taints',
  'tags',
  'clientRequestToken',
  'launchTemplate',
  'updateConfig',
  'nodeRepairConfig',
  'capacityType',
  'version',
  'releaseVersion',
];

export const createNodegroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    onlyKnown(given, PARAMETERS);
    const spec = nodegroupSpec(given, clusterNamed(given, ctx).name, ctx);
    const effects = newNodegroup(spec, false, ctx);
    const [put] = effects;
    const nodegroup = put?.do === 'put' ? (put.value as Parameters<typeof wireNodegroup>[0]) : null;
    return { ok: true, output: { nodegroup: nodegroup && wireNodegroup(nodegroup) }, effects };
  });

/** Read and checked; refused in the service's words. */
export function nodegroupSpec(given: Input, clusterName: string, ctx: Context): NodegroupSpec {
  const nodegroupName = newName(given, clusterName, ctx);
  if (given['launchTemplate'] !== undefined)
    invalidParameter(
      'A launch template of your own is not simulated: leave out launchTemplate.',
      'launchTemplate',
    );
  const scalingConfig = scalingConfigField(given, DEFAULT_SCALING);
  checkNewSizes(scalingConfig);
  return {
    clusterName,
    nodegroupName,
    scalingConfig,
    capacityType: capacityTypeField(given),
    instanceTypes: instanceTypesField(given),
    zones: zonesField(given, ctx),
    labels: labelsField(given, 'labels'),
    taints: taintsField(given, 'taints'),
    tags: tagsField(given),
    updateConfig: { maxUnavailable: maxUnavailableField(given, scalingConfig.maxSize) },
  };
}

function newName(given: Input, cluster: string, ctx: Context): string {
  const name = needed(given, 'nodegroupName');
  if (!/^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name))
    invalidParameter(
      'nodegroupName must begin with a letter or digit, have no more than 63 characters and hold only letters, digits, hyphens and underscores',
      'nodegroupName',
    );
  if (ctx.has('eks/Nodegroup', `${cluster}/${name}`))
    refuseEks(
      'ResourceInUseException',
      `NodeGroup already exists with name ${name} and cluster name ${cluster}`,
      ['nodegroupName'],
    );
  return name;
}

export const tagsField = (input: Input): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(inputOf(input['tags'])).map(([key, value]) => [key, String(value)]),
  );
