/**
 * Whether an input has the shape of its request: the checks that the AWS CLI makes before it sends anything, in its words
 * (botocore's parameter validation; API model 2016-02-06). Types: string, integer, float, boolean, `[x]` a list, or another
 * structure; `!` marks what is required.
 */
import type { FieldError, Path } from '../../../../engine/model';

type Structure = Readonly<Record<string, string>>;

const OF_TARGET: Structure = {
  ServiceNamespace: 'string!',
  ResourceId: 'string!',
  ScalableDimension: 'string!',
};

const STRUCTURES: Readonly<Record<string, Structure>> = {
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
  checked(action, input, []);

function checked(type: string, value: unknown, path: Path): readonly FieldError[] {
  if (type === 'any') return [];
  if (type.startsWith('[')) {
    if (!Array.isArray(value)) return [wrongType(path, 'list')];
    const inner = type.slice(1, -1);
    return value.flatMap((item: unknown, i) => checked(inner, item, [...path, i]));
  }
  const structure = STRUCTURES[type];
  if (structure) return structureErrors(structure, value, path);
  return isOf(type, value) ? [] : [wrongType(path, type)];
}

function structureErrors(structure: Structure, value: unknown, path: Path): readonly FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [wrongType(path, 'dict')];
  const fields = value as Readonly<Record<string, unknown>>;
  const missing = Object.entries(structure)
    .filter(([name, type]) => type.endsWith('!') && (fields[name] ?? undefined) === undefined)
    .map(([name]) => error(path, `Missing required parameter in ${nameOf(path)}: "${name}"`));
  const within = Object.entries(fields).flatMap(([name, inner]): readonly FieldError[] => {
    if (inner === undefined || inner === null) return [];
    const type = Object.hasOwn(structure, name) ? structure[name] : undefined;
    if (type !== undefined) return checked(type.replace('!', ''), inner, [...path, name]);
    const known = Object.keys(structure).join(', ');
    const message = `Unknown parameter in ${nameOf(path)}: "${name}", must be one of: ${known}`;
    return [error([...path, name], message)];
  });
  return [...missing, ...within];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

const error = (path: Path, message: string): FieldError => ({
  path,
  reason: 'ParamValidationError',
  message,
});

const PYTHON: Readonly<Record<string, string>> = {
  string: "<class 'str'>",
  integer: "<class 'int'>",
  float: "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
  boolean: "<class 'bool'>",
  list: "<class 'list'>, <class 'tuple'>",
  dict: "<class 'dict'>",
};

const wrongType = (path: Path, valid: string): FieldError =>
  error(path, `Invalid type for parameter ${nameOf(path)}, valid types: ${PYTHON[valid] ?? valid}`);

const nameOf = (path: Path): string =>
  path.length === 0
    ? 'input'
    : path
        .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${part}`))
        .join('');
