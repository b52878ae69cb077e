/** Rules for volumes, claims and storage classes (core/validation, storage/validation, v1.34). */
import type { KubernetesObject, LabelSelector, ResourceList } from '../types';
import { quantity, quantityText } from '../quantity';
import { validateNodeSelectorTerms } from './affinity';
import { FieldPath, forbidden, invalid, mustBeOneOf, notSupported, required } from './fieldErrors';
import type { Violation } from './fieldErrors';
import { validateLabelSelector } from './metadata';

const SPEC = FieldPath.root.child('spec');
const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];

interface ClaimSpec {
  readonly accessModes?: readonly string[];
  readonly resources?: { readonly requests?: ResourceList };
  readonly selector?: LabelSelector;
  readonly volumeMode?: string;
}

export function validatePersistentVolumeClaim(object: KubernetesObject): readonly Violation[] {
  const spec = (object as { spec?: ClaimSpec }).spec ?? {};
  const storage = spec.resources?.requests?.['storage'];
  return [
    ...validateAccessModes(spec.accessModes),
    ...validateLabelSelector(spec.selector, SPEC.child('selector')),
    ...(storage === undefined
      ? [required(SPEC.child('resources').key('storage'))]
      : validatePositive(storage, SPEC.child('resources').key('storage'))),
    ...mustBeOneOf(SPEC.child('volumeMode'), spec.volumeMode, VOLUME_MODES),
  ];
}

interface VolumeSpec extends Readonly<Record<string, unknown>> {
  readonly accessModes?: readonly string[];
  readonly capacity?: ResourceList;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly volumeMode?: string;
  readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly never[] } };
}
const VOLUME_FIELDS = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

export function validatePersistentVolume(object: KubernetesObject): readonly Violation[] {
  const spec = (object as { spec?: VolumeSpec }).spec ?? {};
  const sources = Object.keys(spec).filter((key) => !VOLUME_FIELDS.has(key));
  const storage = spec.capacity?.['storage'];
  const affinity = spec.nodeAffinity;
  return [
    ...validateAccessModes(spec.accessModes),
    ...(spec.capacity === undefined ? [required(SPEC.child('capacity'))] : []),
    ...(spec.capacity !== undefined && storage === undefined
      ? [notSupported(SPEC.child('capacity'), spec.capacity, ['storage'])]
      : []),
    ...(storage === undefined
      ? []
      : validatePositive(storage, SPEC.child('capacity').key('storage'))),
    ...mustBeOneOf(
      SPEC.child('persistentVolumeReclaimPolicy'),
      spec.persistentVolumeReclaimPolicy,
      ['Delete', 'Recycle', 'Retain'],
    ),
    ...mustBeOneOf(SPEC.child('volumeMode'), spec.volumeMode, VOLUME_MODES),
    ...(sources.length === 0 ? [required(SPEC, 'must specify a volume type')] : []),
    ...sources
      .slice(1)
      .map((source) => forbidden(SPEC.child(source), 'may not specify more than 1 volume type')),
    ...(affinity
      ? affinity.required
        ? validateNodeSelectorTerms(
            affinity.required.nodeSelectorTerms ?? [],
            SPEC.child('nodeAffinity', 'required'),
          )
        : [
            required(
              SPEC.child('nodeAffinity', 'required'),
              'must specify required node constraints',
            ),
          ]
      : []),
  ];
}

export function validateStorageClass(object: KubernetesObject): readonly Violation[] {
  const { provisioner, reclaimPolicy, volumeBindingMode } = object as {
    provisioner?: string;
    reclaimPolicy?: string;
    volumeBindingMode?: string;
  };
  const at = FieldPath.root;
  return [
    ...((provisioner ?? '') === '' ? [required(at.child('provisioner'))] : []),
    ...mustBeOneOf(at.child('reclaimPolicy'), reclaimPolicy, ['Delete', 'Retain']),
    ...mustBeOneOf(at.child('volumeBindingMode'), volumeBindingMode, [
      'Immediate',
      'WaitForFirstConsumer',
    ]),
  ];
}

function validateAccessModes(modes: readonly string[] = []): readonly Violation[] {
  const at = SPEC.child('accessModes');
  if (modes.length === 0) return [required(at, 'at least 1 access mode is required')];
  return [
    ...modes.flatMap((mode) => mustBeOneOf(at, mode, ACCESS_MODES)),
    ...(modes.includes('ReadWriteOncePod') && modes.length > 1
      ? [forbidden(at, 'may not use ReadWriteOncePod with other access modes')]
      : []),
  ];
}

const validatePositive = (amount: string | number, at: FieldPath): readonly Violation[] =>
  quantity(amount).nanos > 0n
    ? []
    : [invalid(at, quantityText(quantity(amount)), 'must be greater than zero')];
