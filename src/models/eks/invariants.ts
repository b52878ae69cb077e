/** What must always be so of node groups and of machines on Fargate. */
import type { Read } from '../../engine/model';
import { meterKey } from './fargate/fargatePods';

export function computeInvariants(read: Read): readonly string[] {
  return [...fargateBroken(read), ...nodegroupsBroken(read)];
}

function fargateBroken(read: Read): readonly string[] {
  return read.keys('eks/FargatePod').flatMap((key) => {
    const machine = read.get('eks/FargatePod', key);
    if (!machine) return [];
    const { nodeName, state, uid } = machine;
    const broken: string[] = [];
    const there = read.has('kubernetes/Node', nodeName);
    if (there !== (state !== 'provisioning'))
      broken.push(
        `Fargate machine of ${key} is ${state}, its node ${there ? 'is' : 'is not'} there`,
      );
    if (read.count('kubernetes/Pod', 'node', nodeName) > 1)
      broken.push(`Fargate node ${nodeName} has more than its one pod`);
    if (read.has('pricing/Metered', meterKey(key, uid)) !== (state === 'running'))
      broken.push(`Fargate machine of ${key} is ${state}, and its bill says otherwise`);
    return broken;
  });
}

function nodegroupsBroken(read: Read): readonly string[] {
  return read.list('eks/Nodegroup').flatMap(({ nodegroupName, scalingConfig, resources }) => {
    const { minSize, maxSize, desiredSize } = scalingConfig;
    const broken: string[] = [];
    if (minSize > desiredSize || desiredSize > maxSize)
      broken.push(
        `node group ${nodegroupName} wants ${desiredSize} outside ${minSize}..${maxSize}`,
      );
    for (const { name } of resources.autoScalingGroups)
      if (!read.has('autoscaling/AutoScalingGroup', name))
        broken.push(`node group ${nodegroupName} has lost its Auto Scaling group`);
    return broken;
  });
}
