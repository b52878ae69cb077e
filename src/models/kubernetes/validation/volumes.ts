/**
 * Rules for volumes and where they are mounted (core/validation, v1.34): one source each, names that exist, paths that
 * are unique. Of the sources, what they cannot do without is checked, not every detail of every vendor.
 */
import type { Container, PodSpec } from '../types';
import { duplicate, forbidden, invalid, invalidEach, notFound, required } from './fieldErrors';
import type { FieldPath, Violation } from './fieldErrors';
import { validateFieldRef, validateResourceFieldRef } from './environment';
import type { FieldRef, ResourceFieldRef } from './environment';
import { isDns1123Label } from './names';

type Volume = NonNullable<PodSpec['volumes']>[number];
type Source = Readonly<Record<string, unknown>>;

export interface VolumeMount {
  readonly name?: string;
  readonly mountPath?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}
interface VolumeDevice {
  readonly name?: string;
  readonly devicePath?: string;
}

export function validateVolumes(volumes: readonly Volume[], at: FieldPath): readonly Violation[] {
  const names = new Set<string>();
  return volumes.flatMap((volume, i) => {
    const place = at.index(i);
    const name = volume.name ?? '';
    const violations = [
      ...validateVolumeSource(volume, place),
      ...(name === ''
        ? [required(place.child('name'))]
        : invalidEach(place.child('name'), name, isDns1123Label(name))),
      ...(names.has(name) ? [duplicate(place.child('name'), name)] : []),
    ];
    names.add(name);
    return violations;
  });
}

export function validateMounts(
  container: Container,
  volumes: readonly Volume[],
  at: FieldPath,
): readonly Violation[] {
  const mounts = (container['volumeMounts'] ?? []) as readonly VolumeMount[];
  const devices = (container['volumeDevices'] ?? []) as readonly VolumeDevice[];
  return [
    ...validateVolumeMounts(mounts, devices, volumes, at.child('volumeMounts')),
    ...validateVolumeDevices(devices, volumes, at.child('volumeDevices')),
  ];
}

function validateVolumeMounts(
  mounts: readonly VolumeMount[],
  devices: readonly VolumeDevice[],
  volumes: readonly Volume[],
  at: FieldPath,
): readonly Violation[] {
  const paths = new Set<string>();
  return mounts.flatMap((mount, i) => {
    const place = at.index(i);
    const { name = '', mountPath = '' } = mount;
    const violations = [
      ...(name === '' ? [required(place.child('name'))] : []),
      ...(volumes.some((v) => v.name === name) ? [] : [notFound(place.child('name'), name)]),
      ...(mountPath === '' ? [required(place.child('mountPath'))] : []),
      ...(paths.has(mountPath)
        ? [invalid(place.child('mountPath'), mountPath, 'must be unique')]
        : []),
      ...(devices.some((d) => d.name === name)
        ? [invalid(place.child('name'), name, 'must not already exist in volumeDevices')]
        : []),
      ...validateSubPath(mount.subPath, at.silently(i, 'subPath').child('subPath')),
      ...(mount.subPath && mount.subPathExpr
        ? [
            invalid(
              place.child('subPathExpr'),
              mount.subPathExpr,
              'subPathExpr and subPath are mutually exclusive',
            ),
          ]
        : []),
    ];
    paths.add(mountPath);
    return violations;
  });
}

function validateVolumeDevices(
  devices: readonly VolumeDevice[],
  volumes: readonly Volume[],
  at: FieldPath,
): readonly Violation[] {
  return devices.flatMap((device, i) => {
    const place = at.index(i);
    const { name = '', devicePath = '' } = device;
    const volume = volumes.find((v) => v.name === name);
    return [
      ...(name === '' ? [required(place.child('name'))] : []),
      ...(volume ? [] : [notFound(place.child('name'), name)]),
      ...(volume && !volume['persistentVolumeClaim'] && !volume['ephemeral']
        ? [
            invalid(
              place.child('name'),
              name,
              'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
            ),
          ]
        : []),
      ...(devicePath === '' ? [required(place.child('devicePath'))] : []),
    ];
  });
}

function validateSubPath(path: string | undefined, at: FieldPath): readonly Violation[] {
  if (path === undefined || path === '') return [];
  return [
    ...(path.startsWith('/') ? [invalid(at, path, 'must be a relative path')] : []),
    ...withoutBacksteps(path, at),
  ];
}

const withoutBacksteps = (path: string, at: FieldPath): readonly Violation[] =>
  path.split('/').includes('..') ? [invalid(at, path, "must not contain '..'")] : [];

/** What each source cannot do without. */
const REQUIRED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  hostPath: ['path'],
  secret: ['secretName'],
  configMap: ['name'],
  persistentVolumeClaim: ['claimName'],
  ephemeral: ['volumeClaimTemplate'],
  csi: ['driver'],
  nfs: ['server', 'path'],
  awsElasticBlockStore: ['volumeID'],
  gcePersistentDisk: ['pdName'],
  azureFile: ['secretName', 'shareName'],
  azureDisk: ['diskName', 'diskURI'],
  cephfs: ['monitors'],
  glusterfs: ['endpoints', 'path'],
  iscsi: ['targetPortal', 'iqn'],
  rbd: ['monitors', 'image'],
  vsphereVolume: ['volumePath'],
  cinder: ['volumeID'],
  flexVolume: ['driver'],
  gitRepo: ['repository'],
};

function validateVolumeSource(volume: Volume, at: FieldPath): readonly Violation[] {
  const kinds = Object.keys(volume).filter((key) => key !== 'name');
  if (kinds.length === 0) return [required(at, 'must specify a volume type')];
  return kinds.flatMap((kind, i) =>
    i === 0
      ? validateSource(kind, (volume[kind] ?? {}) as Source, at.child(kind))
      : [forbidden(at.child(kind), 'may not specify more than 1 volume type')],
  );
}

function validateSource(kind: string, source: Source, at: FieldPath): readonly Violation[] {
  return [
    ...(REQUIRED_FIELDS[kind] ?? [])
      .filter((name) => source[name] === undefined || source[name] === '')
      .map((name) => required(at.child(name))),
    ...(kind === 'hostPath' && typeof source['path'] === 'string'
      ? withoutBacksteps(source['path'], at.child('path'))
      : []),
    ...(kind === 'downwardAPI' ? validateDownwardItems(source, at) : []),
    ...(kind === 'projected' ? validateProjections(source, at) : []),
    ...validateMode(source['defaultMode'], at.child('defaultMode')),
    ...validateItems(kind, source, at),
  ];
}

function validateItems(kind: string, source: Source, at: FieldPath): readonly Violation[] {
  if (kind !== 'secret' && kind !== 'configMap') return [];
  return ((source['items'] ?? []) as readonly Source[]).flatMap((item, i) => {
    const place = at.child('items').index(i);
    const path = (item['path'] ?? '') as string;
    return [
      ...((item['key'] ?? '') === '' ? [required(place.child('key'))] : []),
      ...(path === ''
        ? [required(place.child('path'))]
        : validateSubPath(path, place.child('path'))),
      ...validateMode(item['mode'], place.child('mode')),
    ];
  });
}

const validateMode = (mode: unknown, at: FieldPath): readonly Violation[] =>
  typeof mode === 'number' && (mode < 0 || mode > 0o777)
    ? [invalid(at, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : [];

function validateDownwardItems(source: Source, at: FieldPath): readonly Violation[] {
  const items = (source['items'] ?? []) as readonly {
    readonly path?: string;
    readonly fieldRef?: FieldRef;
    readonly resourceFieldRef?: ResourceFieldRef;
  }[];
  return items.flatMap((item, i) => {
    const place = at.child('items').index(i);
    const { fieldRef, resourceFieldRef } = item;
    return [
      ...((item.path ?? '') === '' ? [required(place.child('path'))] : []),
      ...(fieldRef ? validateFieldRef(fieldRef, 'volume', place.child('fieldRef')) : []),
      ...(resourceFieldRef
        ? validateResourceFieldRef(resourceFieldRef, 'volume', place.child('resourceFieldRef'))
        : []),
      ...(fieldRef || resourceFieldRef
        ? []
        : [required(place.child('fieldRef'), 'one of fieldRef and resourceFieldRef is required')]),
      ...(fieldRef && resourceFieldRef
        ? [
            invalid(
              place,
              'resource',
              'fieldRef and resourceFieldRef can not be specified simultaneously',
            ),
          ]
        : []),
    ];
  });
}

const PROJECTIONS = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
];

function validateProjections(source: Source, at: FieldPath): readonly Violation[] {
  return ((source['sources'] ?? []) as readonly Source[]).flatMap((projection, i) => {
    const place = at.child('sources').index(i);
    const kinds = PROJECTIONS.filter((kind) => projection[kind] !== undefined);
    const token = projection['serviceAccountToken'] as Source | undefined;
    return [
      ...(kinds.length > 1
        ? [forbidden(place, 'may not specify more than 1 volume type per source')]
        : []),
      ...(['secret', 'configMap'] as const).flatMap((kind) => {
        const named = projection[kind] as Source | undefined;
        return named && (named['name'] ?? '') === '' ? [required(place.child(kind, 'name'))] : [];
      }),
      ...(token && (token['path'] ?? '') === ''
        ? [required(place.child('serviceAccountToken', 'path'))]
        : []),
    ];
  });
}
