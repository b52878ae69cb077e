/**
 * CreateCapacityProvider, UpdateCapacityProvider, PutClusterCapacityProviders: what ECS refuses in a request by itself. Ranges:
 * API reference, ManagedScaling; messages as the service answers where they have been published, else in its manner.
 */
import type { FieldError } from '../../../engine/model';
import type { CapacityProviderStrategyItem } from '../types';
import {
  capacityProviderStrategyErrors,
  unassociatedProviderErrors,
} from './capacityProviderStrategy';
import { at, clientException, invalidParameter } from './exceptions';
import { requestShape } from './requestShape';
import type {
  CreateCapacityProviderRequest,
  ManagedScalingRequest,
  PutClusterCapacityProvidersRequest,
  UpdateCapacityProviderRequest,
} from './requestTypes';

/** Of one cluster (API reference, PutClusterCapacityProviders). */
const MAX_PROVIDERS = 20;

export function createCapacityProviderErrors(value: unknown): FieldError[] {
  const shape = requestShape('CreateCapacityProvider', value);
  if (!shape.readable) return [...shape.errors];
  const request = value as CreateCapacityProviderRequest;
  return [
    ...shape.errors,
    ...nameErrors(request.name),
    ...kindErrors(request),
    ...providerErrors(request.autoScalingGroupProvider ?? {}),
  ];
}

export function updateCapacityProviderErrors(value: unknown): FieldError[] {
  const shape = requestShape('UpdateCapacityProvider', value);
  if (!shape.readable) return [...shape.errors];
  const request = value as UpdateCapacityProviderRequest;
  return [
    ...shape.errors,
    ...kindErrors(request),
    ...providerErrors(request.autoScalingGroupProvider ?? {}),
  ];
}

export function putClusterCapacityProvidersErrors(value: unknown): FieldError[] {
  const shape = requestShape('PutClusterCapacityProviders', value);
  if (!shape.readable) return [...shape.errors];
  const request = value as Partial<PutClusterCapacityProvidersRequest>;
  const { capacityProviders = [], defaultCapacityProviderStrategy = [] } = request;
  return [
    ...shape.errors,
    ...(capacityProviders.length > MAX_PROVIDERS
      ? [
          invalidParameter(
            ['capacityProviders'],
            `A cluster can have at most ${MAX_PROVIDERS} capacity providers.`,
          ),
        ]
      : []),
    ...defaultStrategyErrors(defaultCapacityProviderStrategy, capacityProviders),
  ];
}

export const defaultStrategyErrors = (
  strategy: readonly CapacityProviderStrategyItem[],
  associated: readonly string[],
): FieldError[] =>
  at(
    ['defaultCapacityProviderStrategy'],
    [
      ...capacityProviderStrategyErrors(strategy),
      ...unassociatedProviderErrors(strategy, associated),
    ],
  );

function nameErrors(name: string | undefined): FieldError[] {
  if (name === undefined) return [];
  if (/^[A-Za-z0-9_-]{1,255}$/.test(name) && !/^(?:aws|ecs|fargate)/i.test(name)) return [];
  return [
    clientException(
      ['name'],
      'The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and ' +
        'lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with "aws", "ecs", or "fargate". ' +
        'Specify a valid name and try again.',
    ),
  ];
}

function kindErrors(request: {
  readonly autoScalingGroupProvider?: object;
  readonly managedInstancesProvider?: unknown;
}): FieldError[] {
  if (request.managedInstancesProvider !== undefined)
    return [
      invalidParameter(
        ['managedInstancesProvider'],
        'Amazon ECS Managed Instances are not simulated; only Auto Scaling group providers are.',
      ),
    ];
  if (request.autoScalingGroupProvider) return [];
  return [
    invalidParameter(
      ['autoScalingGroupProvider'],
      'An Auto Scaling group provider must be specified. Specify a valid Auto Scaling group provider and try again.',
    ),
  ];
}

function providerErrors({
  managedScaling = {},
}: {
  readonly managedScaling?: ManagedScalingRequest;
}): FieldError[] {
  const RANGES: readonly (readonly [keyof ManagedScalingRequest, number, number])[] = [
    ['targetCapacity', 1, 100],
    ['minimumScalingStepSize', 1, 10_000],
    ['maximumScalingStepSize', 1, 10_000],
    ['instanceWarmupPeriod', 0, 10_000],
  ];
  const path = ['autoScalingGroupProvider', 'managedScaling'];
  const outside = RANGES.flatMap(([field, least, most]) => {
    const value = managedScaling[field];
    if (typeof value !== 'number' || (value >= least && value <= most)) return [];
    return [clientException([...path, field], `${field} must be between ${least} and ${most}.`)];
  });
  const { minimumScalingStepSize: min = 1, maximumScalingStepSize: max = 10_000 } = managedScaling;
  if (outside.length > 0 || min <= max) return outside;
  return [
    clientException(
      [...path, 'minimumScalingStepSize'],
      'minimumScalingStepSize must not be greater than maximumScalingStepSize.',
    ),
  ];
}
