/**
 * What there is to say about objects while they are typed: the same pure functions that the APIs use when the request
 * is submitted, so that the same words stand at the same places (STYLE.md 2.9), and what is taken but has no effect in
 * this world. The editor decides nothing.
 */
import { awsCall, awsInput, type DocumentObject, type Format, type TextRange } from '../documents';
import type { FieldError, Path } from '../engine/model';
import { checkScalingDocument } from '../models/aws/applicationautoscaling/validation/document';
import { checkAwsFile } from '../models/aws/validation/checkAwsInput';
import { checkDocument } from '../models/ecs/validation/checkDocument';
import {
  checkClusterConfig,
  configFieldsWithoutEffect,
  isClusterConfig,
} from '../models/eks/validation/clusterConfig';
import { fieldsWithoutEffect } from '../models/kubernetes/validation/notSimulated';
import { resourceByKind } from '../models/kubernetes/validation/resources';
import { validateManifest } from '../models/kubernetes/validation/validate';
import type { EditorMarker } from './types';

export interface Findings {
  readonly markers: readonly EditorMarker[];
  /** Places of what is accepted and kept, but not simulated. */
  readonly notSimulated: readonly TextRange[];
}

export function validate(objects: readonly DocumentObject[], format: Format): Findings {
  const found = objects.map((object) => {
    if (isClusterConfig(object.value)) return eksctlFindings(object);
    if (object.description.api === 'application-autoscaling')
      return awsFindings(object, checkScalingDocument(object.value));
    const aws = awsInput(object.value);
    if (aws) return awsFindings(object, checkAwsFile(awsCall(aws, undefined, []).action, aws));
    return object.description.api === 'ecs' ||
      (object.description.api === 'unknown' && format === 'json')
      ? awsFindings(object, checkDocument(object.value))
      : kubernetesFindings(object);
  });
  return {
    markers: found.flatMap(({ markers }) => markers),
    notSimulated: found.flatMap(({ notSimulated }) => notSimulated),
  };
}

interface Check {
  readonly errors: readonly FieldError[];
  readonly notices: readonly FieldError[];
}

function awsFindings(object: DocumentObject, { errors, notices }: Check): Findings {
  const [silent, spoken] = [
    notices.filter((notice) => notice.reason === 'NotSimulated'),
    notices.filter((notice) => notice.reason !== 'NotSimulated'),
  ];
  return {
    markers: [
      ...errors.map(({ path, message }) => marker(object, path, message, 'error')),
      ...spoken.map(({ path, message }) => marker(object, path, message, 'info')),
    ],
    notSimulated: silent.map(({ path }) => placeOf(object, path)),
  };
}

/** eksctl stops at its first error. */
function eksctlFindings(object: DocumentObject): Findings {
  const { error } = checkClusterConfig(object.value);
  return {
    markers: error ? [marker(object, error.path, error.message, 'error')] : [],
    notSimulated: configFieldsWithoutEffect(object.value).map((path) => placeOf(object, path)),
  };
}

function kubernetesFindings(object: DocumentObject): Findings {
  const errors = validateManifest(object.value);
  const { description, value } = object;
  const resource =
    description.api === 'kubernetes'
      ? resourceByKind(description.apiVersion, description.kind)
      : undefined;
  const silent = resource
    ? fieldsWithoutEffect(resource, value as Readonly<Record<string, unknown>>)
    : [];
  return {
    markers: errors.map(({ path, message }) => marker(object, path, message, 'error')),
    notSimulated: silent.map((path) => placeOf(object, path.length === 0 ? ['kind'] : path)),
  };
}

const placeOf = ({ document, path }: DocumentObject, inside: Path): TextRange =>
  document.locate([...path, ...inside]);

const marker = (
  object: DocumentObject,
  path: Path,
  message: string,
  severity: EditorMarker['severity'],
): EditorMarker => ({ severity, message, range: placeOf(object, path) });
