/**
 * Apply on an AWS file beside those of ECS and Application Auto Scaling: the one call that it stands for, or none where everything
 * is as it asks. What the AWS CLI or the service would refuse whatever the world is like is refused here, at its place in the file.
 */
import { awsCall, awsInput, awsLive, type AwsInput } from '../documents';
import { differences } from '../documents/differences';
import type { FieldError, Read } from '../engine/model';
import { launchTemplateData } from '../models/aws/ec2/requests/launchTemplates';
import { inputOf } from '../models/aws/requestInput';
import { checkAwsFile, checkAwsInput } from '../models/aws/validation/checkAwsInput';
import type { AwsRequest, Response } from './protocol';

export type AwsRequests =
  | { readonly ok: true; readonly requests: readonly AwsRequest[] }
  | Extract<Response, { ok: false }>;

/** undefined: not such a file. */
export function requestsForAws(
  document: unknown,
  read: Pick<Read, 'get'>,
): AwsRequests | undefined {
  const file = awsInput(document);
  if (!file) return undefined;
  const { input: fields, errors } = checkAwsFile(awsCall(file, undefined, []).action, file);
  if (errors.length > 0) return refused(errors);
  const given = { kind: file.kind, fields };
  const live = awsLive(given, read);
  const differs = live ? differences(fields, live) : [];
  if (live && differs.length === 0 && isTemplateAs(given, read)) return { ok: true, requests: [] };
  const { api, action, input } = awsCall(given, live, differs);
  // What a changed group does not take is refused by name, as the CLI does it.
  const again = checkAwsInput(action, input).errors;
  if (again.length > 0) return refused(within(file, again));
  return { ok: true, requests: [{ api, action, input }] };
}

/** User data is read before it is compared. */
function isTemplateAs(
  { kind, fields }: Pick<AwsInput, 'kind' | 'fields'>,
  read: Pick<Read, 'get'>,
): boolean {
  if (kind !== 'launchTemplate') return true;
  const template = read.get('ec2/LaunchTemplate', String(fields['LaunchTemplateName']));
  const asked = launchTemplateData(inputOf(fields['LaunchTemplateData']));
  return JSON.stringify(asked.bootstrap) === JSON.stringify(template?.versions.at(-1)?.bootstrap);
}

const within = ({ path }: AwsInput, errors: readonly FieldError[]): readonly FieldError[] =>
  errors.map((error) => ({ ...error, path: [...path, ...error.path] }));

function refused(causes: readonly FieldError[]): AwsRequests {
  const [first] = causes;
  const error = { name: first?.reason ?? '', message: first?.message ?? '', causes };
  return { ok: false, status: 400, error };
}
