/**
 * A file that somebody applies to Application Auto Scaling: which call it is the input of, perhaps still in the wrapper in which
 * the AWS CLI prints it, and what that call would refuse whatever the world is like.
 */
import type { FieldError, Path, Read, Rejection } from '../../../../engine/model';
import { Refused } from '../../refusal';
import { checkScalableTarget } from '../requests/scalableTargets';
import { checkScalingPolicy } from '../requests/scalingPolicies';
import { checkScheduledAction } from '../requests/scheduledActions';
import { knownFields, shapeErrors, type ShapedAction } from './shapes';

type Fields = Readonly<Record<string, unknown>>;

export type ScalingDocument =
  | {
      readonly ok: true;
      readonly action: ShapedAction;
      /** What the call would carry, and where that stands in the document. */
      readonly input: Fields;
      readonly path: Path;
      readonly notices: readonly FieldError[];
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** undefined: not a document of this service. */
export function readScalingDocument(value: unknown): ScalingDocument | undefined {
  if (!isFields(value)) return undefined;
  for (const [wrapper, action] of WRAPPERS) {
    const several = value[wrapper];
    if (Array.isArray(several)) return unwrapped(wrapper, action, several);
  }
  const action = actionOf(value);
  if (action) return { ok: true, action, input: value, path: [], notices: [] };
  return isBareConfiguration(value) ? refused([], BARE) : undefined;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const WRAPPERS = [
  ['ScalableTargets', 'RegisterScalableTarget'],
  ['ScalingPolicies', 'PutScalingPolicy'],
  ['ScheduledActions', 'PutScheduledAction'],
] as const;

function actionOf(value: Fields): ShapedAction | undefined {
  if (!('ScalableDimension' in value) && !('ServiceNamespace' in value)) return undefined;
  if ('PolicyName' in value || 'PolicyType' in value) return 'PutScalingPolicy';
  if ('ScheduledActionName' in value || 'Schedule' in value) return 'PutScheduledAction';
  return 'RegisterScalableTarget';
}

/** The value of one parameter, as guides keep it in a file of its own. */
const isBareConfiguration = (value: Fields): boolean =>
  'PredefinedMetricSpecification' in value ||
  'CustomizedMetricSpecification' in value ||
  'StepAdjustments' in value;

const BARE =
  'This is the configuration of a scaling policy alone. Put it into the input of put-scaling-policy: { "PolicyName": "...", ' +
  '"ServiceNamespace": "ecs", "ResourceId": "service/cluster/service", "ScalableDimension": "ecs:service:DesiredCount", ' +
  '"PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {...} }.';

const refused = (path: Path, message: string): ScalingDocument => ({
  ok: false,
  errors: [{ path, reason: 'Document', message }],
});

/** What Describe* prints, freed of what only output has. */
function unwrapped(
  wrapper: string,
  action: ShapedAction,
  several: readonly unknown[],
): ScalingDocument {
  const [first] = several;
  if (several.length !== 1 || !isFields(first))
    return refused([wrapper], 'This output describes several resources. Apply one at a time.');
  const known = knownFields(action);
  const entries = Object.entries(first);
  const message = `This is the output of a describe call; what is under "${wrapper}" is applied.`;
  const dropped = entries.filter(([name]) => !known.includes(name));
  return {
    ok: true,
    action,
    input: Object.fromEntries(entries.filter(([name]) => known.includes(name))),
    path: [wrapper, 0],
    notices: [
      { path: [], reason: 'DescribeOutput', message },
      ...dropped.map(([name]) => ({
        path: [wrapper, 0, name],
        reason: 'DescribeOnly',
        message: `Only output has "${name}"; it is left out of the request.`,
      })),
    ],
  };
}

const RULES: Readonly<Record<ShapedAction, (input: Fields, read?: Read) => void>> = {
  RegisterScalableTarget: checkScalableTarget,
  PutScalingPolicy: checkScalingPolicy,
  PutScheduledAction: checkScheduledAction,
};

/** What the call would refuse without looking at the world: places first, then the first rule that is broken. */
export function scalingErrors(action: ShapedAction, input: Fields): readonly FieldError[] {
  const errors = shapeErrors(action, input);
  if (errors.length > 0) return errors;
  const rejection = broken(() => {
    RULES[action](input);
  });
  if (!rejection) return [];
  const { causes, name, message } = rejection.error;
  return causes.length > 0 ? causes : [{ path: [], reason: name, message }];
}

function broken(rule: () => void): Rejection | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.rejection;
    throw error;
  }
}

export interface ScalingCheck {
  readonly errors: readonly FieldError[];
  readonly notices: readonly FieldError[];
}

/** Everything there is to say about a file before it is applied. */
export function checkScalingDocument(value: unknown): ScalingCheck {
  const file = readScalingDocument(value);
  if (!file) return { errors: [], notices: [] };
  if (!file.ok) return { errors: file.errors, notices: [] };
  const { action, input, path, notices } = file;
  const errors = scalingErrors(action, input).map((each) => ({
    ...each,
    path: [...path, ...each.path],
  }));
  return { errors, notices };
}
