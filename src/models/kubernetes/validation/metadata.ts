/** Rules for `metadata`, labels and label selectors (apimachinery api/validation, meta/v1/validation, v1.34). */
import type { LabelSelector, Labels, ObjectMeta } from '../types';
import {
  FieldPath,
  forbidden,
  immutable,
  invalid,
  invalidEach,
  required,
  tooLong,
  type Violation,
} from './fieldErrors';
import { asPrefix, bytesOf, isDns1123Label, isLabelValue, isQualifiedName } from './names';
import type { NameRule } from './names';

/** Metadata as submitted: the server fills in the rest. */
export type SubmittedMeta = Partial<ObjectMeta>;

const MAX_ANNOTATION_BYTES = 256 * 1024;

export function validateObjectMeta(
  meta: SubmittedMeta,
  scope: { readonly namespaced: boolean; readonly nameRule: NameRule },
): readonly Violation[] {
  const at = FieldPath.root.child('metadata');
  const { name = '', generateName = '', namespace = '' } = meta;
  return [
    ...(generateName === ''
      ? []
      : invalidEach(
          at.child('generateName'),
          generateName,
          asPrefix(scope.nameRule)(generateName),
        )),
    ...(name === ''
      ? generateName === ''
        ? [required(at.child('name'), 'name or generateName is required')]
        : []
      : invalidEach(at.child('name'), name, scope.nameRule(name))),
    ...(scope.namespaced && namespace !== ''
      ? invalidEach(at.child('namespace'), namespace, isDns1123Label(namespace))
      : []),
    ...validateLabels(meta.labels, at.child('labels')),
    ...validateAnnotations(meta.annotations, at.child('annotations')),
    ...validateOwners(meta, at.child('ownerReferences')),
    ...validateFinalizers(meta.finalizers, at.child('finalizers')),
  ];
}

/** What may never change, and who may take finalizers away. */
export function validateObjectMetaUpdate(
  next: ObjectMeta,
  before: ObjectMeta,
): readonly Violation[] {
  const at = FieldPath.root.child('metadata');
  const added = (next.finalizers ?? []).filter((f) => !(before.finalizers ?? []).includes(f));
  return [
    ...(next.name === before.name ? [] : [immutable(at.child('name'), next.name)]),
    ...(next.namespace === before.namespace
      ? []
      : [immutable(at.child('namespace'), next.namespace ?? '')]),
    ...(next.uid === before.uid ? [] : [immutable(at.child('uid'), next.uid)]),
    ...(before.deletionTimestamp !== undefined && added.length > 0
      ? [
          forbidden(
            at.child('finalizers'),
            `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((f) => JSON.stringify(f)).join(', ')}}`,
          ),
        ]
      : []),
  ];
}

export const validateLabelKey = (key: string, at: FieldPath): readonly Violation[] =>
  invalidEach(at, key, isQualifiedName(key));

export const validateLabels = (labels: Labels | undefined, at: FieldPath): readonly Violation[] =>
  Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelKey(key, at.silently(key)),
    ...invalidEach(at.silently(key), value, isLabelValue(value)),
  ]);

export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  at: FieldPath,
): readonly Violation[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);
  return [
    ...entries.flatMap(([key]) =>
      invalidEach(at.silently(key), key, isQualifiedName(key.toLowerCase())),
    ),
    ...(size > MAX_ANNOTATION_BYTES ? [tooLong(at, MAX_ANNOTATION_BYTES)] : []),
  ];
}

export function validateLabelSelector(
  selector: LabelSelector | null | undefined,
  at: FieldPath,
): readonly Violation[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, at.child('matchLabels')),
    ...(selector.matchExpressions ?? []).flatMap((requirement, i) => {
      const place = at.child('matchExpressions').index(i);
      return [
        ...validateSelectorValues(requirement, place),
        ...validateLabelKey(requirement.key ?? '', place.child('key')),
        ...(requirement.values ?? []).flatMap((value, v) =>
          invalidEach(place.child('values').index(v), value, isLabelValue(value)),
        ),
      ];
    }),
  ];
}

export const isEmptySelector = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 &&
  (selector.matchExpressions ?? []).length === 0;

function validateSelectorValues(
  { operator, values = [] }: { readonly operator?: string; readonly values?: readonly string[] },
  at: FieldPath,
): readonly Violation[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0
        ? []
        : [required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : [
            forbidden(
              at.child('values'),
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            ),
          ];
    default:
      return [invalid(at.child('operator'), operator ?? '', 'not a valid selector operator')];
  }
}

function validateOwners(meta: SubmittedMeta, at: FieldPath): readonly Violation[] {
  const owners = meta.ownerReferences ?? [];
  const controllers = owners.filter((owner) => owner.controller === true);
  return [
    ...owners.flatMap((owner, i) =>
      (['apiVersion', 'kind', 'name', 'uid'] as const)
        .filter((field) => (owner[field] ?? '') === '')
        .map((field) => invalid(at.index(i).child(field), '', 'must not be empty')),
    ),
    ...(controllers.length > 1
      ? [
          invalid(
            at,
            owners,
            `Only one reference can have Controller set to true. Found "true" in references for ${controllers.map((o) => o.name).join(' and ')}`,
          ),
        ]
      : []),
  ];
}

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

const validateFinalizers = (
  finalizers: readonly string[] | undefined,
  at: FieldPath,
): readonly Violation[] =>
  (finalizers ?? []).flatMap((finalizer, i) => [
    ...invalidEach(at.silently(i), finalizer, isQualifiedName(finalizer)),
    ...(finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)
      ? []
      : [
          invalid(
            at.silently(i),
            finalizer,
            'name is neither a standard finalizer name nor is it fully qualified',
          ),
        ]),
  ]);
