/** The shapes of the inputs of Application Auto Scaling (API model 2016-02-06), as `parameterShape.ts` reads them. */
import type { FieldError } from '../../../../engine/model';
import { errorsOfShape, type Structures } from '../../validation/parameterShape';

const OF_TARGET: Structures[string] = {
  ServiceNamespace: 'string!',
  ResourceId: 'string!',
  ScalableDimension: 'string!',
};

const STRUCTURES: Structures = {
  RegisterScalableTarget: {
    ...OF_TARGET,
    MinCapacity: 'integer',
    MaxCapacity: 'integer',
    RoleARN: 'string',
    SuspendedState: 'SuspendedState',
    Tags: 'any',
  },
  SuspendedState: {
    DynamicScalingInSuspended: 'boolean',
    DynamicScalingOutSuspended: 'boolean',
    ScheduledScalingSuspended: 'boolean',
  },
  PutScalingPolicy: {
    PolicyName: 'string!',
    ...OF_TARGET,
    PolicyType: 'string',
    StepScalingPolicyConfiguration: 'StepScalingPolicyConfiguration',
    TargetTrackingScalingPolicyConfiguration: 'TargetTrackingScalingPolicyConfiguration',
    PredictiveScalingPolicyConfiguration: 'any',
  },
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 'float!',
    PredefinedMetricSpecification: 'PredefinedMetricSpecification',
    CustomizedMetricSpecification: 'CustomizedMetricSpecification',
    ScaleOutCooldown: 'integer',
    ScaleInCooldown: 'integer',
    DisableScaleIn: 'boolean',
  },
  PredefinedMetricSpecification: { PredefinedMetricType: 'string!', ResourceLabel: 'string' },
  CustomizedMetricSpecification: {
    MetricName: 'string',
    Namespace: 'string',
    Dimensions: '[Dimension]',
    Statistic: 'string',
    Unit: 'string',
    Metrics: '[MetricDataQuery]',
  },
  Dimension: { Name: 'string!', Value: 'string!' },
  MetricDataQuery: {
    Expression: 'string',
    Id: 'string!',
    Label: 'string',
    MetricStat: 'MetricStat',
    ReturnData: 'boolean',
  },
  MetricStat: { Metric: 'Metric!', Stat: 'string!', Unit: 'string' },
  Metric: { Dimensions: '[Dimension]', MetricName: 'string', Namespace: 'string' },
  StepScalingPolicyConfiguration: {
    AdjustmentType: 'string',
    StepAdjustments: '[StepAdjustment]',
    MinAdjustmentMagnitude: 'integer',
    Cooldown: 'integer',
    MetricAggregationType: 'string',
  },
  StepAdjustment: {
    MetricIntervalLowerBound: 'float',
    MetricIntervalUpperBound: 'float',
    ScalingAdjustment: 'integer!',
  },
  PutScheduledAction: {
    ServiceNamespace: 'string!',
    Schedule: 'string',
    Timezone: 'string',
    ScheduledActionName: 'string!',
    ResourceId: 'string!',
    ScalableDimension: 'string!',
    StartTime: 'any',
    EndTime: 'any',
    ScalableTargetAction: 'ScalableTargetAction',
  },
  ScalableTargetAction: { MinCapacity: 'integer', MaxCapacity: 'integer' },
};

export type ShapedAction = 'RegisterScalableTarget' | 'PutScalingPolicy' | 'PutScheduledAction';

export const knownFields = (action: ShapedAction): readonly string[] =>
  Object.keys(STRUCTURES[action] ?? {});

/** Every place that is wrong, in the order of the input. */
export const shapeErrors = (action: ShapedAction, input: unknown): readonly FieldError[] =>
  errorsOfShape(STRUCTURES, action, input);
