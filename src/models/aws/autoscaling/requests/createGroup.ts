/**
 * Auto Scaling CreateAutoScalingGroup. The launch template is named as in the API, or given inline as
 * `LaunchTemplate: { LaunchTemplateData }`, the simulator's short form: a template of the group's own name is made of it.
 */
import type { Admission, Context, Effect } from '../../../../engine/model';
import { launchTemplateData, versionOf } from '../../ec2/requests/launchTemplates';
import { newVersion } from '../../ec2/launchTemplates';
import type { LaunchTemplate } from '../../ec2/types';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import { refuseUnknown } from '../../validation/refuseMisshapen';
import { GROUP_DEFAULTS, newGroup } from '../newGroup';
import type { LaunchTemplateSpecification } from '../types';
import { hookOf, storeHook } from './lifecycleHooks';
import { launchTemplateInput, mixedInstancesField } from './mixedInstancesField';
import {
  checkSizes,
  defaultWarmup,
  healthCheckType,
  invalid,
  launchTemplateField,
  needed,
  notNegative,
  terminationPolicies,
  zonesOf,
  type Sizes,
} from './fields';

export const createAutoScalingGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    refuseUnknown('CreateAutoScalingGroup', given);
    const name = newName(given, ctx);
    const sizes = sizesOf(given);
    const launch = launchOf(given, name, ctx);
    const AvailabilityZones =
      zonesOf(given, ctx) ??
      invalid('At least one Availability Zone or VPC Subnet is required.', 'AvailabilityZones');
    const settings = {
      AutoScalingGroupName: name,
      LaunchTemplate: launch.specification,
      ...sizes,
      AvailabilityZones,
      DefaultCooldown: notNegative(given, 'DefaultCooldown') ?? GROUP_DEFAULTS.DefaultCooldown,
      HealthCheckType: healthCheckType(given) ?? GROUP_DEFAULTS.HealthCheckType,
      HealthCheckGracePeriod:
        notNegative(given, 'HealthCheckGracePeriod') ?? GROUP_DEFAULTS.HealthCheckGracePeriod,
      TerminationPolicies: terminationPolicies(given) ?? GROUP_DEFAULTS.TerminationPolicies,
      NewInstancesProtectedFromScaleIn: given['NewInstancesProtectedFromScaleIn'] === true,
      Tags: tagsOf(given),
      ...defaultWarmup(given),
      ...mixedInstancesField(given),
      ...(given['CapacityRebalance'] === true ? { CapacityRebalance: true } : {}),
    };
    const text = `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${sizes.DesiredCapacity}`;
    const because = sizes.DesiredCapacity === 0 ? null : { atMs: ctx.nowMs, text };
    const effects = newGroup(settings, launch.InstanceType, because, ctx);
    const hooks = objectsOf(given, 'LifecycleHookSpecificationList').flatMap((hook) =>
      storeHook(hookOf(hook, name, undefined)),
    );
    return { ok: true, output: {}, effects: [...launch.effects, ...effects, ...hooks] };
  });

function newName(given: Input, ctx: Context): string {
  const name = needed(textOf(given, 'AutoScalingGroupName'), 'AutoScalingGroupName');
  if (name.length > 255 || name.includes(':'))
    invalid(
      `1 validation error detected: Value '${name}' at 'autoScalingGroupName' failed to satisfy constraint: Member must have length less than or equal to 255`,
      'AutoScalingGroupName',
    );
  if (ctx.has('autoscaling/AutoScalingGroup', name))
    refuse(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
      ['AutoScalingGroupName'],
    );
  return name;
}

function sizesOf(given: Input): Sizes {
  const MinSize = needed(wholeOf(given, 'MinSize'), 'MinSize');
  const MaxSize = needed(wholeOf(given, 'MaxSize'), 'MaxSize');
  const sizes = { MinSize, MaxSize, DesiredCapacity: wholeOf(given, 'DesiredCapacity') ?? MinSize };
  checkSizes(sizes);
  return sizes;
}

interface Launch {
  readonly specification: LaunchTemplateSpecification;
  readonly InstanceType: string;
  readonly effects: readonly Effect[];
}

function launchOf(given: Input, name: string, ctx: Context): Launch {
  const asked = launchTemplateInput(given);
  if (asked === undefined)
    invalid(
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
      'LaunchTemplate',
    );
  const inline = inputOf(asked)['LaunchTemplateData'];
  if (inline !== undefined) return inlineLaunch(inputOf(inline), name, ctx);
  const specification = launchTemplateField({ LaunchTemplate: asked }, ctx);
  const template = ctx.get('ec2/LaunchTemplate', specification.LaunchTemplateName);
  const { InstanceType } = versionOf(template as LaunchTemplate, specification.Version);
  return { specification, InstanceType, effects: [] };
}

function inlineLaunch(data: Input, name: string, ctx: Context): Launch {
  const existing = ctx.get('ec2/LaunchTemplate', name);
  const read = launchTemplateData(data);
  const { template, effects } = newVersion(name, read, existing, ctx);
  const { LaunchTemplateId, LaunchTemplateName } = template;
  const specification = { LaunchTemplateId, LaunchTemplateName, Version: '$Latest' };
  return { specification, InstanceType: read.InstanceType, effects };
}

const tagsOf = (given: Input) =>
  objectsOf(given, 'Tags').map((tag) => ({
    Key: requiredText(tag, 'Key'),
    Value: textOf(tag, 'Value') ?? '',
  }));
