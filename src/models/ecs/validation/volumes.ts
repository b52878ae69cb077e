/**
 * Volumes of a task definition and the containers that mount them.
 * Messages as the service answers (observed 2026); rules: API reference, Volume and EFSVolumeConfiguration.
 */
import type { FieldError } from '../../../engine/model';
import { at, clientException } from './exceptions';
import type { RegisterTaskDefinitionRequest, VolumeRequest } from './requestTypes';

export function volumeErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  const volumes = request.volumes ?? [];
  return [
    ...at(
      ['volumes'],
      [
        ...volumes.flatMap((volume, i) => at([i], efsErrors(volume))),
        ...configuredAtLaunchErrors(request, volumes),
      ],
    ),
    ...mountErrors(request, volumes),
  ];
}

function efsErrors({ efsVolumeConfiguration: efs }: VolumeRequest): FieldError[] {
  if (!efs) return [];
  const encrypted = efs.transitEncryption === 'ENABLED';
  const { accessPointId, iam } = efs.authorizationConfig ?? {};
  const errors: FieldError[] = [];
  const refuse = (field: string, message: string) =>
    errors.push(clientException(['efsVolumeConfiguration', field], message));
  if (accessPointId && efs.rootDirectory && efs.rootDirectory !== '/')
    refuse(
      'rootDirectory',
      'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    );
  if (accessPointId && !encrypted)
    refuse(
      'authorizationConfig',
      'EFS access point authorization requires TransitEncryption to be enabled.',
    );
  if (iam === 'ENABLED' && !encrypted)
    refuse(
      'authorizationConfig',
      'EFS IAM authorization requires TransitEncryption to be enabled.',
    );
  if (efs.transitEncryptionPort !== undefined && !encrypted)
    refuse(
      'transitEncryptionPort',
      'TransitEncryptionPort requires that TransitEncryption is enabled.',
    );
  return errors;
}

function configuredAtLaunchErrors(
  request: RegisterTaskDefinitionRequest,
  volumes: readonly VolumeRequest[],
): FieldError[] {
  const mounted = new Set(
    request.containerDefinitions.flatMap((c) => c.mountPoints ?? []).map((m) => m.sourceVolume),
  );
  const indices = volumes.flatMap((volume, i) => (volume.configuredAtLaunch ? [i] : []));
  return indices.flatMap((i, n) => {
    const name = volumes[i]?.name ?? '';
    if (n > 0)
      return [
        clientException([i], 'Only one volume of a task definition can be configured at launch.'),
      ];
    const message = `Volumes [${name}] are not referenced by any of the containers`;
    return mounted.has(name) ? [] : [clientException([i], message)];
  });
}

function mountErrors(
  request: RegisterTaskDefinitionRequest,
  volumes: readonly VolumeRequest[],
): FieldError[] {
  const containers = request.containerDefinitions;
  return containers.flatMap(({ mountPoints = [], volumesFrom = [] }, i) =>
    at(
      ['containerDefinitions', i],
      [
        ...mountPoints.flatMap(({ sourceVolume }, j) =>
          sourceVolume === undefined || volumes.some((volume) => volume.name === sourceVolume)
            ? []
            : [clientException(['mountPoints', j], `Unknown volume '${sourceVolume}'.`)],
        ),
        ...volumesFrom.flatMap(({ sourceContainer = '' }, j) => {
          const message = `Invalid 'volumesFrom' setting. Unknown container: '${sourceContainer}'.`;
          const known = containers.some((container) => container.name === sourceContainer);
          return known ? [] : [clientException(['volumesFrom', j], message)];
        }),
      ],
    ),
  );
}
