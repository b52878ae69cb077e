/**
 * What a file that somebody applies to ECS is: the input of which API call, perhaps still in the wrapper in which the
 * AWS CLI prints it. Describe output is unwrapped and freed of what only output has, with a notice; CloudFormation and
 * bare lists of containers are recognised, so that the refusal says what they are.
 */
import type { FieldError, Path } from '../../../engine/model';
import { nameOf } from '../arn';
import { DESCRIBE_ONLY, STRUCTURES } from './parameters';
import type { Fields } from './requestTypes';

export type DocumentAction =
  | 'RegisterTaskDefinition'
  | 'CreateService'
  | 'UpdateService'
  | 'RunTask'
  | 'CreateCluster'
  | 'CreateCapacityProvider'
  | 'PutClusterCapacityProviders';

export type EcsDocument =
  | {
      readonly ok: true;
      readonly action: DocumentAction;
      /** What the call would carry. */
      readonly input: Fields;
      /** Where that stands in the document. */
      readonly path: Path;
      /** What was understood although it is not the input of a call. */
      readonly notices: readonly FieldError[];
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

export function readDocument(value: unknown): EcsDocument {
  if (Array.isArray(value))
    return refused(
      [],
      'This is a list of container definitions, as --container-definitions takes it. Put it into a task definition: ' +
        '{ "family": "...", "containerDefinitions": [...] }.',
    );
  if (!isFields(value)) return refused([], 'This is not a JSON object.');
  if (isTemplate(value)) return templateRefused(value);
  const { fields, path, notices } = unwrapped(value);
  if (fields === undefined)
    return refused(path, 'This output describes several resources. Apply one at a time.');
  const action = actionOf(fields);
  if (action === undefined)
    return refused(
      path,
      'This is neither a task definition (containerDefinitions), nor a service (serviceName), nor a cluster (clusterName), ' +
        'nor a capacity provider (autoScalingGroupProvider).',
    );
  const stripped = withoutDescribeOnly(action, fields, path.length > 0);
  return {
    ok: true,
    action,
    input: stripped.input,
    path,
    notices: [...notices, ...pascalNotice(fields), ...stripped.notices].map((notice) => ({
      ...notice,
      path: [...path, ...notice.path],
    })),
  };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = (path: Path, message: string): EcsDocument => ({
  ok: false,
  errors: [{ path, reason: 'Document', message }],
});

const isTemplate = (value: Fields) =>
  'AWSTemplateFormatVersion' in value || isFields(value['Resources']);

function templateRefused(value: Fields): EcsDocument {
  const resources = isFields(value['Resources']) ? value['Resources'] : {};
  const id = Object.keys(resources).find((name) => {
    const resource = resources[name];
    return isFields(resource) && String(resource['Type']).startsWith('AWS::ECS::');
  });
  return refused(
    id === undefined ? [] : ['Resources', id],
    'This is a CloudFormation template. Apply takes the input of an ECS API call: the Properties of one resource, with ' +
      'names that begin with a small letter (family, containerDefinitions).',
  );
}

const WRAPPERS = ['taskDefinition', 'service', 'cluster', 'capacityProvider'];

/** `{ "taskDefinition": {...}, "tags": [...] }`, `{ "services": [{...}], "failures": [] }`: what Describe* prints. */
function unwrapped(value: Fields): {
  readonly fields: Fields | undefined;
  readonly path: Path;
  readonly notices: readonly FieldError[];
} {
  for (const name of WRAPPERS) {
    const one = value[name];
    if (isFields(one)) {
      const tags = 'tags' in one || !Array.isArray(value['tags']) ? {} : { tags: value['tags'] };
      return { fields: { ...one, ...tags }, path: [name], notices: [unwrapNotice(name)] };
    }
    const several = value[`${name}s`];
    if (!Array.isArray(several) || !several.some(isFields)) continue;
    const [first, ...others] = several as unknown[];
    const fields = others.length === 0 && isFields(first) ? first : undefined;
    const path = [`${name}s`, ...(fields ? [0] : [])];
    return { fields, path, notices: [unwrapNotice(`${name}s`)] };
  }
  return { fields: value, path: [], notices: [] };
}

const unwrapNotice = (name: string): FieldError => ({
  path: [],
  reason: 'DescribeOutput',
  message: `This is the output of a describe or create call; what is under "${name}" is applied.`,
});

const decapitalised = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function actionOf(fields: Fields): DocumentAction | undefined {
  const names = new Set(Object.keys(fields).map(decapitalised));
  const has = (...any: string[]) => any.some((name) => names.has(name));
  if (has('autoScalingGroupProvider', 'managedInstancesProvider')) return 'CreateCapacityProvider';
  if (has('capacityProviders') && has('cluster')) return 'PutClusterCapacityProviders';
  if (has('containerDefinitions', 'family')) return 'RegisterTaskDefinition';
  if (typeof fields['service'] === 'string') return 'UpdateService';
  if (has('serviceName', 'desiredCount', 'schedulingStrategy', 'loadBalancers'))
    return 'CreateService';
  if (has('deploymentConfiguration', 'deploymentController')) return 'CreateService';
  if (has('taskDefinition')) return 'RunTask';
  if (has('clusterName', 'defaultCapacityProviderStrategy')) return 'CreateCluster';
  return undefined;
}

/** `Family` for `family`: the CloudFormation spelling, which the API does not know. */
function pascalNotice(fields: Fields): readonly FieldError[] {
  const name = Object.keys(fields).find((key) => /^[A-Z][a-z]/.test(key));
  if (name === undefined) return [];
  const message =
    'This has the spelling of CloudFormation. The ECS API writes its parameters with a small first letter: ' +
    `${decapitalised(name)}, not ${name}.`;
  return [{ path: [name], reason: 'CloudFormation', message }];
}

/** Fields that no request has tell describe output apart: an ARN of its own, or a revision. */
const OUTPUT_MARKS = [
  ...['taskDefinitionArn', 'serviceArn', 'clusterArn', 'capacityProviderArn'],
  ...['registeredAt', 'revision'],
];

function withoutDescribeOnly(
  action: DocumentAction,
  fields: Fields,
  wrapped: boolean,
): { readonly input: Fields; readonly notices: readonly FieldError[] } {
  const only = DESCRIBE_ONLY[`${action}Request`] ?? [];
  const isOutput = wrapped || OUTPUT_MARKS.some((mark) => only.includes(mark) && mark in fields);
  if (!isOutput) return { input: fields, notices: [] };
  const known = STRUCTURES[`${action}Request`] ?? {};
  const isDropped = (name: string) => only.includes(name) || (wrapped && !(name in known));
  const dropped = Object.keys(fields).filter(isDropped);
  const kept = Object.entries(fields).filter(([name]) => !isDropped(name));
  const cluster =
    action === 'CreateService' && typeof fields['clusterArn'] === 'string'
      ? { cluster: nameOf(fields['clusterArn']) }
      : {};
  return {
    input: { ...cluster, ...Object.fromEntries(kept) },
    notices: dropped.map((name) => ({
      path: [name],
      reason: 'DescribeOnly',
      message: `Only output has "${name}"; it is left out of the request.`,
    })),
  };
}
