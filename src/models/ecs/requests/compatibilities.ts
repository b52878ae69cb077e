/**
 * `compatibilities` of a registered revision: the launch types whose rules it meets, whether or not it asked for them.
 * Source: API reference, TaskDefinition.compatibilities; ECS Anywhere has no awsvpc and no EFS (Developer Guide).
 */
import { fargateErrors } from '../validation/fargate';
import type { RegisterTaskDefinitionRequest } from '../validation/requestTypes';

export function compatibilitiesOf(request: RegisterTaskDefinitionRequest): readonly string[] {
  const awsvpc = request.networkMode === 'awsvpc';
  const efs = request.volumes?.some((volume) => volume.efsVolumeConfiguration) ?? false;
  const asked = (launchType: string) =>
    request.requiresCompatibilities?.includes(launchType) ?? false;
  return [
    ...(asked('EXTERNAL') || (!awsvpc && !efs && !request.ephemeralStorage) ? ['EXTERNAL'] : []),
    ...(request.ephemeralStorage ? [] : ['EC2']),
    ...(fargateErrors(request).length === 0 ? ['FARGATE'] : []),
  ];
}
