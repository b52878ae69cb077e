/** Capacity that a document names, made up: Auto Scaling groups, capacity providers, and a cluster that has them. */
import type { AwsDescription } from '../documents/describeAws';
import type { Request, Response } from './protocol';

type Fields = Readonly<Record<string, unknown>>;

const PREDEFINED = ['FARGATE', 'FARGATE_SPOT'];

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const lastPart = (value: unknown): string =>
  typeof value === 'string' ? (value.split('/').at(-1) ?? '') : '';
const namesIn = (value: unknown, field: string | null): readonly string[] =>
  Array.isArray(value)
    ? value.map((item) => lastPart(field === null ? item : fieldsOf(item)[field]))
    : [];

export function capacityFor(fields: Fields): readonly Request[] {
  const { autoScalingGroupArn } = fieldsOf(fields['autoScalingGroupProvider']);
  if (autoScalingGroupArn !== undefined) return [groupNamed(lastPart(autoScalingGroupArn))];
  const strategy = namesIn(fields['capacityProviderStrategy'], 'capacityProvider');
  const associated = namesIn(fields['capacityProviders'], null);
  const names = [...new Set([...strategy, ...associated])].filter((name) => name !== '');
  const own = names.filter((name) => !PREDEFINED.includes(name));
  return [
    ...own.flatMap((name): Request[] => [groupNamed(name), providerNamed(name)]),
    ...(strategy.length > 0 ? [associating(names, fields)] : []),
  ];
}

const groupNamed = (AutoScalingGroupName: string): Request => ({
  api: 'autoscaling',
  action: 'CreateAutoScalingGroup',
  input: {
    AutoScalingGroupName,
    LaunchTemplate: { LaunchTemplateData: { InstanceType: 'm5.large', bootstrap: BOOTSTRAP } },
    MinSize: 0,
    MaxSize: 10,
    DesiredCapacity: 0,
    AvailabilityZones: ['us-east-1a'],
    NewInstancesProtectedFromScaleIn: true,
  },
});

const BOOTSTRAP = { as: 'ecs-container-instance', cluster: 'default' };

const providerNamed = (name: string): Request => ({
  api: 'ecs',
  action: 'CreateCapacityProvider',
  input: { name, autoScalingGroupProvider: { autoScalingGroupArn: name } },
});

const associating = (capacityProviders: readonly string[], fields: Fields): Request => ({
  api: 'ecs',
  action: 'PutClusterCapacityProviders',
  input: {
    cluster: lastPart(fields['cluster']) || 'default',
    capacityProviders,
    defaultCapacityProviderStrategy: [],
  },
});

/** The group that a policy, an action, a hook or a pool is for; of a group its template, in the zones of this world. */
export function standInAws(
  value: Fields,
  { kind, group }: AwsDescription,
  submit: (request: Request) => Response,
): unknown {
  if (group === '') return value;
  if (kind !== 'autoScalingGroup') {
    submit(groupNamed(group));
    return value;
  }
  const mixed = fieldsOf(fieldsOf(value['MixedInstancesPolicy'])['LaunchTemplate']);
  for (const named of [value['LaunchTemplate'], mixed['LaunchTemplateSpecification']]) {
    const { LaunchTemplateName } = fieldsOf(named);
    if (typeof LaunchTemplateName === 'string') submit(templateNamed(LaunchTemplateName));
  }
  const { VPCZoneIdentifier: _elsewhere, ...settings } = value;
  return { ...settings, AvailabilityZones: ['us-east-1a', 'us-east-1b'] };
}

const templateNamed = (LaunchTemplateName: string): Request => ({
  api: 'ec2',
  action: 'CreateLaunchTemplate',
  input: {
    LaunchTemplateName,
    LaunchTemplateData: { InstanceType: 'm5.large', bootstrap: BOOTSTRAP },
  },
});
