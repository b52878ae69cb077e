/** What a scaling file refers to, made up so that it can be judged on its own: the service, behind a load balancer, and its target. */
import type { DocumentDescription } from '../documents';
import type { Request, Response } from './protocol';

type Fields = Readonly<Record<string, unknown>>;
type Submit = (request: Request) => Response;
type Description = Extract<DocumentDescription, { api: 'application-autoscaling' }>;

/** The document to judge: a resource label is that of the groups of this world. */
export function standInScaling(value: unknown, { kind }: Description, submit: Submit): unknown {
  const fields = value as Fields;
  const ResourceId = typeof fields['ResourceId'] === 'string' ? fields['ResourceId'] : '';
  const [, cluster, service] = /^service\/([\w-]+)\/([\w-]+)$/.exec(ResourceId) ?? [];
  if (cluster === undefined || service === undefined) return value;
  const label = labelOf(fields);
  const group = label === undefined ? undefined : targetGroup(label, submit);
  makeService(cluster, service, group?.arn, submit);
  if (kind !== 'scalableTarget') {
    const limits = { MinCapacity: 0, MaxCapacity: 1000 };
    const { ServiceNamespace, ScalableDimension } = fields;
    const input = { ServiceNamespace, ResourceId, ScalableDimension, ...limits };
    submit({ api: 'application-autoscaling', action: 'RegisterScalableTarget', input });
  }
  return group ? withLabel(fields, group.label) : value;
}

const TRACKING = 'TargetTrackingScalingPolicyConfiguration';
const PREDEFINED = 'PredefinedMetricSpecification';
const inside = (fields: Fields, name: string): Fields =>
  typeof fields[name] === 'object' && fields[name] !== null ? (fields[name] as Fields) : {};

function labelOf(fields: Fields): string | undefined {
  const label = inside(inside(fields, TRACKING), PREDEFINED)['ResourceLabel'];
  return typeof label === 'string' ? label : undefined;
}

const withLabel = (fields: Fields, ResourceLabel: string): Fields => {
  const tracking = inside(fields, TRACKING);
  const predefined = { ...inside(tracking, PREDEFINED), ResourceLabel };
  return { ...fields, [TRACKING]: { ...tracking, [PREDEFINED]: predefined } };
};

function targetGroup(
  label: string,
  submit: Submit,
): { readonly arn: string; readonly label: string } | undefined {
  const [, name, group] = /^app\/([\w-]+)\/\w+\/targetgroup\/([\w-]+)\/\w+$/.exec(label) ?? [];
  if (name === undefined || group === undefined) return undefined;
  submit({
    api: 'quayside',
    action: 'placeLoadBalancer',
    input: { name, targetGroup: group, targetType: 'instance' },
  });
  const found = submit({
    api: 'elasticloadbalancing',
    action: 'CreateTargetGroup',
    input: { Name: group, Protocol: 'HTTP', Port: 80, TargetType: 'instance' },
  });
  if (!found.ok) return undefined;
  const [made] = (found.output as { TargetGroups: { TargetGroupArn: string }[] }).TargetGroups;
  const arn = made?.TargetGroupArn ?? '';
  return { arn, label: label.replace(/targetgroup\/.*$/, arn.slice(arn.indexOf('targetgroup/'))) };
}

function makeService(
  cluster: string,
  serviceName: string,
  targetGroupArn: string | undefined,
  submit: Submit,
): void {
  const port = { containerName: 'app', containerPort: 80 };
  const ecs = (action: string, input: object) => submit({ api: 'ecs', action, input });
  ecs('CreateCluster', { clusterName: cluster });
  ecs('RegisterTaskDefinition', {
    family: serviceName,
    containerDefinitions: [
      {
        name: 'app',
        image: 'public.ecr.aws/nginx/nginx:latest',
        memory: 128,
        portMappings: [{ containerPort: 80 }],
      },
    ],
  });
  ecs('CreateService', {
    cluster,
    serviceName,
    taskDefinition: serviceName,
    desiredCount: 1,
    ...(targetGroupArn === undefined ? {} : { loadBalancers: [{ targetGroupArn, ...port }] }),
  });
}
