/** CreateCluster: what ECS refuses in a request by itself. Messages as the service answers (observed 2026). */
import type { FieldError } from '../../../engine/model';
import { defaultStrategyErrors } from './capacityProvider';
import { clientException, invalidParameter } from './exceptions';
import { requestShape } from './requestShape';
import type { CreateClusterRequest } from './requestTypes';

export function createClusterErrors(value: unknown): FieldError[] {
  const shape = requestShape('CreateCluster', value);
  if (!shape.readable) return [...shape.errors];
  return [...shape.errors, ...clusterRuleErrors(value as CreateClusterRequest)];
}

function clusterRuleErrors(request: CreateClusterRequest): FieldError[] {
  const strategy = request.defaultCapacityProviderStrategy ?? [];
  return [
    ...nameErrors(request.clusterName),
    ...defaultStrategyErrors(strategy, request.capacityProviders ?? []),
    ...executeCommandErrors(request),
  ];
}

function nameErrors(clusterName: string | undefined): FieldError[] {
  if (clusterName === undefined || /^[A-Za-z0-9_-]{1,255}$/.test(clusterName)) return [];
  return [
    invalidParameter(
      ['clusterName'],
      'Invalid request retrieving cluster: ClusterName must match ^[a-zA-Z0-9\\-_]{1,255}$',
    ),
  ];
}

function executeCommandErrors({ configuration }: CreateClusterRequest): FieldError[] {
  const { logging, logConfiguration } = configuration?.executeCommandConfiguration ?? {};
  const error = (message: string) => [
    clientException(['configuration', 'executeCommandConfiguration'], message),
  ];
  if (logConfiguration && logging !== 'OVERRIDE')
    return error("You must set logging to 'OVERRIDE' when you supply a log configuration.");
  const named = logConfiguration?.['cloudWatchLogGroupName'] ?? logConfiguration?.['s3BucketName'];
  return logging === 'OVERRIDE' && !named
    ? error(
        'A CloudWatch log group name or S3 bucket name must be specified when overriding the default log configuration.',
      )
    : [];
}
