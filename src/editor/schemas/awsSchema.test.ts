/** The editor completes a JSON file by the schema of the request that it is the input of, and knows what that request reads. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AWS_STRUCTURES } from '../../models/aws/validation/awsShapes';

interface Schema {
  readonly $ref?: string;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
}
const schema = JSON.parse(
  readFileSync(new URL('./ecs.json', import.meta.url), 'utf8'),
) as Schema & { readonly definitions: Readonly<Record<string, Schema>> };

const holds = ({ anyOf, required }: Schema, fields: object): boolean =>
  anyOf ? anyOf.some((each) => holds(each, fields)) : required!.every((name) => name in fields);

function chosen(fields: object, of: Schema = schema): string {
  if (of.$ref !== undefined) return of.$ref.replace('#/definitions/', '');
  return chosen(fields, holds(of.if!, fields) ? of.then : of.else);
}

describe('the schema of a JSON file', () => {
  it.each([
    [{ AutoScalingGroupName: 'b', MinSize: 1 }, 'AutoScalingGroupRequest'],
    [{ AutoScalingGroupName: 'b', LifecycleHookName: 'h' }, 'LifecycleHookRequest'],
    [{ AutoScalingGroupName: 'b', ScheduledActionName: 's' }, 'GroupActionRequest'],
    [{ AutoScalingGroupName: 'b', PolicyName: 'p' }, 'GroupPolicyRequest'],
    [{ AutoScalingGroupName: 'b', PoolState: 'Stopped' }, 'WarmPoolRequest'],
    [{ LaunchTemplateName: 'b', LaunchTemplateData: {} }, 'LaunchTemplateRequest'],
    [{ AlarmName: 'a' }, 'PutMetricAlarmRequest'],
    [{ QueueName: 'q' }, 'CreateQueueRequest'],
    [{ ServiceNamespace: 'ecs', PolicyName: 'p' }, 'PutScalingPolicyRequest'],
    [{ ServiceNamespace: 'ecs', ScheduledActionName: 'p' }, 'PutScheduledActionRequest'],
    [{ ServiceNamespace: 'ecs', MinCapacity: 1 }, 'RegisterScalableTargetRequest'],
    [{ name: 'b', autoScalingGroupProvider: {} }, 'CreateCapacityProviderRequest'],
    [{ cluster: 'c', capacityProviders: [] }, 'PutClusterCapacityProvidersRequest'],
    [{ clusterName: 'c', capacityProviders: [] }, 'CreateClusterRequest'],
    [{ serviceName: 's', cluster: 'c' }, 'CreateServiceRequest'],
    [{ family: 'f' }, 'RegisterTaskDefinitionRequest'],
  ])('%j', (fields, definition) => {
    expect(chosen(fields)).toBe(definition);
    expect(schema.definitions[definition]?.properties).toBeDefined();
  });

  it.each([
    ['AutoScalingGroupRequest', 'CreateAutoScalingGroup'],
    ['GroupPolicyRequest', 'PutScalingPolicy'],
    ['GroupActionRequest', 'PutScheduledUpdateGroupAction'],
    ['LifecycleHookRequest', 'PutLifecycleHook'],
    ['WarmPoolRequest', 'PutWarmPool'],
    ['LaunchTemplateRequest', 'CreateLaunchTemplate'],
    ['PutMetricAlarmRequest', 'PutMetricAlarm'],
    ['CreateQueueRequest', 'CreateQueue'],
  ])('%s knows every parameter of %s that is read', (definition, action) => {
    const refused = ['LaunchConfigurationName', 'PredictiveScalingConfiguration'];
    const read = Object.entries(AWS_STRUCTURES[action]!)
      .filter(([name, type]) => !type.includes('~') && !refused.includes(name))
      .map(([name]) => name);
    const known = Object.keys(schema.definitions[definition]!.properties!);
    expect(read.filter((name) => !known.includes(name))).toEqual([]);
  });
});
