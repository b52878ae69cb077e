/**
 * What one of the requests of `awsShapes.ts` would refuse without looking at the world: the places that are misshapen first, in
 * the words of the AWS CLI, then the first rule of the service that is broken; and what it takes without effect.
 */
import type { FieldError, Path } from '../../../engine/model';
import {
  checkSizes,
  healthCheckType,
  invalid,
  terminationPolicies,
} from '../autoscaling/requests/fields';
import { checkLifecycleHook } from '../autoscaling/requests/lifecycleHooks';
import { mixedInstancesField } from '../autoscaling/requests/mixedInstancesField';
import { checkWarmPool } from '../autoscaling/requests/warmPool';
import { checkGroupPolicy } from '../autoscaling/policies/policyFields';
import { checkGroupAction } from '../autoscaling/policies/scheduledActions';
import { checkMetricAlarm } from '../cloudwatch/requests/putMetricAlarm';
import { launchTemplateData } from '../ec2/requests/launchTemplates';
import { Refused } from '../refusal';
import { inputOf, wholeOf, type Input } from '../requestInput';
import { checkQueue } from '../sqs/requests/queues';
import { AWS_STRUCTURES } from './awsShapes';
import { errorsOfShape, withoutEffect } from './parameterShape';

/** A file as `documents` reads it: the input of a call, or what a describe call printed. */
export interface AwsFile {
  readonly fields: Input;
  /** Where they stand in the document. */
  readonly path: Path;
  readonly wrapper: string | null;
  readonly several: boolean;
}

export interface AwsCheck {
  readonly errors: readonly FieldError[];
  /** Reasons: DescribeOutput, DescribeOnly, NotSimulated. */
  readonly notices: readonly FieldError[];
}

/** Everything there is to say about a file before it is applied, and what its call would carry. */
export function checkAwsFile(action: string, file: AwsFile): AwsCheck & { readonly input: Input } {
  const { fields, path, wrapper, several } = file;
  if (wrapper === null) return { input: fields, ...checkAwsInput(action, fields) };
  const known = Object.keys(AWS_STRUCTURES[action] ?? {});
  const entries = Object.entries(fields);
  const input = Object.fromEntries(entries.filter(([name]) => known.includes(name)));
  if (several) return { input, errors: [error([wrapper], SEVERAL)], notices: [] };
  const { errors, notices } = checkAwsInput(action, input);
  const message = `This is the output of a describe call; what is under "${wrapper}" is applied.`;
  const dropped = entries.filter(([name]) => !known.includes(name));
  return {
    input,
    errors: within(path, errors),
    notices: [
      { path: [], reason: 'DescribeOutput', message },
      ...dropped.map(([name]) => ({
        path: [...path, name],
        reason: 'DescribeOnly',
        message: `Only output has "${name}"; it is left out of the request.`,
      })),
      ...within(path, notices),
    ],
  };
}

const SEVERAL = 'This output describes several resources. Apply one at a time.';
const error = (path: Path, message: string): FieldError => ({ path, reason: 'Document', message });
const within = (path: Path, errors: readonly FieldError[]): readonly FieldError[] =>
  errors.map((each) => ({ ...each, path: [...path, ...each.path] }));

export function checkAwsInput(action: string, input: unknown): AwsCheck {
  const shape = errorsOfShape(AWS_STRUCTURES, action, input);
  const errors = shape.length > 0 ? shape : broken(action, inputOf(input));
  const notices = withoutEffect(AWS_STRUCTURES, action, input).map((path) => ({
    path,
    reason: 'NotSimulated',
    message: `"${String(path.at(-1))}" is accepted but not simulated.`,
  }));
  return { errors, notices };
}

function broken(action: string, input: Input): readonly FieldError[] {
  try {
    RULES[action]?.(input);
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { name, message, causes } = error.rejection.error;
    return causes.length > 0 ? causes : [{ path: [], reason: name, message }];
  }
}

function checkGroup(input: Input): void {
  const MinSize = wholeOf(input, 'MinSize') ?? 0;
  const MaxSize = wholeOf(input, 'MaxSize') ?? Number.MAX_SAFE_INTEGER;
  checkSizes({ MinSize, MaxSize, DesiredCapacity: wholeOf(input, 'DesiredCapacity') ?? MinSize });
  healthCheckType(input);
  terminationPolicies(input);
  mixedInstancesField(input);
}

function checkNewGroup(input: Input): void {
  checkGroup(input);
  if (input['AvailabilityZones'] === undefined && input['VPCZoneIdentifier'] === undefined)
    invalid('At least one Availability Zone or VPC Subnet is required.', 'AvailabilityZones');
}

function checkTemplate(input: Input): void {
  try {
    launchTemplateData(inputOf(input['LaunchTemplateData']));
  } catch (error) {
    throw error instanceof Refused ? inData(error) : error;
  }
}

function inData({ rejection }: Refused): Refused {
  const { error } = rejection;
  const causes = within(['LaunchTemplateData'], error.causes);
  return new Refused({ ...rejection, error: { ...error, causes } });
}

const RULES: Readonly<Record<string, (input: Input) => void>> = {
  CreateAutoScalingGroup: checkNewGroup,
  UpdateAutoScalingGroup: checkGroup,
  PutScalingPolicy: checkGroupPolicy,
  PutScheduledUpdateGroupAction: checkGroupAction,
  PutLifecycleHook: checkLifecycleHook,
  PutWarmPool: checkWarmPool,
  CreateLaunchTemplate: checkTemplate,
  PutMetricAlarm: checkMetricAlarm,
  CreateQueue: checkQueue,
};
