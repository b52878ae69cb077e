/** Fields that several requests of Auto Scaling take, read and refused in the service's words. */
import type { Read } from '../../../../engine/model';
import { templateNamed } from '../../ec2/requests/launchTemplates';
import { versionNumber } from '../../ec2/launchTemplates';
import { refuse } from '../../refusal';
import { inputOf, textOf, textsOf, wholeOf, type Input } from '../../requestInput';
import { TERMINATION_POLICIES } from '../terminationPolicy';
import type { AutoScalingGroup, LaunchTemplateSpecification } from '../types';

export const invalid = (message: string, ...path: (string | number)[]): never =>
  refuse('ValidationError', message, path);

/** A missing required parameter, as the query APIs of AWS report it. */
export function needed<T>(value: T | undefined, field: string): T {
  const name = `${field.slice(0, 1).toLowerCase()}${field.slice(1)}`;
  if (value === undefined || value === '')
    return invalid(
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
      field,
    );
  return value;
}

export function groupNamed(input: Input, read: Pick<Read, 'get'>): AutoScalingGroup {
  const name = needed(textOf(input, 'AutoScalingGroupName'), 'AutoScalingGroupName');
  return (
    read.get('autoscaling/AutoScalingGroup', name) ??
    invalid(
      `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`,
      'AutoScalingGroupName',
    )
  );
}

export interface Sizes {
  readonly MinSize: number;
  readonly MaxSize: number;
  readonly DesiredCapacity: number;
}

export function checkSizes({ MinSize, MaxSize, DesiredCapacity }: Sizes): void {
  for (const [field, value] of Object.entries({ MinSize, MaxSize, DesiredCapacity }))
    if (value < 0)
      invalid(
        `1 validation error detected: Value '${value}' at '${field.slice(0, 1).toLowerCase()}${field.slice(1)}' failed to satisfy constraint: Member must have value greater than or equal to 0`,
        field,
      );
  if (MinSize > MaxSize)
    invalid(
      `Max bound, ${MaxSize}, must be greater than or equal to min bound, ${MinSize}`,
      'MaxSize',
    );
  if (DesiredCapacity < MinSize || DesiredCapacity > MaxSize)
    invalid(
      `Desired capacity:${DesiredCapacity} must be between the specified min size:${MinSize} and max size:${MaxSize}`,
      'DesiredCapacity',
    );
}

/** Zones by name, or by the subnets of the world, `subnet-<zone>`. undefined: neither is given. */
export function zonesOf(input: Input, read: Pick<Read, 'has'>): readonly string[] | undefined {
  const named = textsOf(input, 'AvailabilityZones');
  const subnets = (textOf(input, 'VPCZoneIdentifier') ?? '').split(',').map((s) => s.trim());
  const zones = [...named, ...subnets.filter((s) => s !== '').map((s) => zoneOfSubnet(s, read))];
  for (const zone of zones)
    if (!read.has('ec2/AvailabilityZone', zone))
      invalid(`Invalid availability zones: [${zone}]`, 'AvailabilityZones');
  return zones.length === 0 ? undefined : [...new Set(zones)];
}

function zoneOfSubnet(subnet: string, read: Pick<Read, 'has'>): string {
  const zone = subnet.replace(/^subnet-/, '');
  if (!read.has('ec2/AvailabilityZone', zone))
    invalid(`The subnet ID '${subnet}' does not exist`, 'VPCZoneIdentifier');
  return zone;
}

export function launchTemplateField(
  input: Input,
  read: Pick<Read, 'get' | 'list'>,
): LaunchTemplateSpecification {
  const given = inputOf(input['LaunchTemplate']);
  const { LaunchTemplateId, LaunchTemplateName, ...template } = templateNamed(given, read);
  const Version = textOf(given, 'Version') ?? '$Default';
  versionNumber({ LaunchTemplateId, LaunchTemplateName, ...template }, Version);
  return { LaunchTemplateId, LaunchTemplateName, Version };
}

export function healthCheckType(input: Input): AutoScalingGroup['HealthCheckType'] | undefined {
  const type = textOf(input, 'HealthCheckType');
  if (type === undefined || type === 'EC2' || type === 'ELB') return type;
  return invalid(`Invalid Health Check Type: ${type}`, 'HealthCheckType');
}

/** In their order; a Lambda function as a policy would silently choose otherwise than asked. */
export function terminationPolicies(input: Input): readonly string[] | undefined {
  if (input['TerminationPolicies'] === undefined) return undefined;
  const policies = textsOf(input, 'TerminationPolicies');
  const other = policies.find((policy) => !TERMINATION_POLICIES.includes(policy));
  if (other?.startsWith('arn:') === true)
    invalid(`The termination policy ${other} is not simulated.`, 'TerminationPolicies');
  if (other !== undefined)
    invalid(
      `Invalid termination policy: ${other}. Valid policies are ${TERMINATION_POLICIES.join(', ')}.`,
      'TerminationPolicies',
    );
  return policies;
}

export function notNegative(input: Input, field: string): number | undefined {
  const value = wholeOf(input, field);
  if (value !== undefined && value < 0)
    invalid(`${field} must be greater than or equal to 0.`, field);
  return value;
}

/** Seconds; -1 takes it away again (API, UpdateAutoScalingGroup). */
export function defaultWarmup(
  input: Input,
  before?: AutoScalingGroup,
): Pick<AutoScalingGroup, 'DefaultInstanceWarmup'> {
  const seconds = wholeOf(input, 'DefaultInstanceWarmup');
  if (seconds === undefined || (seconds === -1 && !before)) return {};
  if (seconds === -1) return { DefaultInstanceWarmup: undefined };
  if (seconds < -1)
    invalid('DefaultInstanceWarmup must be greater than or equal to 0.', 'DefaultInstanceWarmup');
  return { DefaultInstanceWarmup: seconds };
}
