/**
 * The two requests that belong to the scheduler: `quayside explainPlacement` (a read) and `quayside configureScheduler`,
 * which starts kube-scheduler anew with another configuration.
 */
import type {
  Admission,
  AnyRequest,
  Context,
  Effect,
  Read,
  Rejection,
} from '../../../engine/model';
import { FieldPath, type Violation } from '../validation/fieldErrors';
import {
  DEFAULT_FEATURE_GATES,
  type FeatureGates,
  type KubeSchedulerConfiguration,
  type SchedulerConfiguration,
} from './configuration';
import { explain } from './explain';
import { profilesOf } from './profile';
import { wakeAfter } from './queueCommands';
import { CONFIGURATION, CONFIGURATION_KEY, DECISION, QUEUED_POD } from './records';
import { schedulerState } from './schedulerState';
import { SCHEDULER_TIMINGS } from './timings';
import { validateConfiguration } from './validateConfiguration';

interface QuaysideRequest extends AnyRequest {
  readonly action?: string;
  readonly input?: unknown;
}

export function querySchedulerRequest(request: QuaysideRequest, read: Read): Admission | undefined {
  if (request.api !== 'quayside' || request.action !== 'explainPlacement') return undefined;
  const { kind, key = '' } = (request.input ?? {}) as {
    readonly kind?: string;
    readonly key?: string;
  };
  if (kind !== 'kubernetes/Pod') return undefined;
  const kept = schedulerState(read).decisions.get(key);
  if (kept) return { ok: true, output: explain(kept), effects: [] };
  return notFound(whyNoDecision(key, read));
}

export function admitSchedulerRequest(
  request: QuaysideRequest,
  ctx: Context,
): Admission | undefined {
  if (request.api !== 'quayside' || request.action !== 'configureScheduler') return undefined;
  const { configuration, featureGates = {} } = (request.input ?? {}) as {
    readonly configuration?: KubeSchedulerConfiguration;
    readonly featureGates?: Partial<FeatureGates>;
  };
  const causes = validateConfiguration(configuration ?? {}, FieldPath.root.child('configuration'));
  if (causes.length > 0) return invalid(causes);
  const value: SchedulerConfiguration = {
    configuration: configuration ?? {},
    featureGates: { ...DEFAULT_FEATURE_GATES, ...featureGates },
  };
  const about = { kind: CONFIGURATION, key: CONFIGURATION_KEY } as const;
  const schedulerNames = [...profilesOf(value).keys()];
  return {
    ok: true,
    output: value,
    effects: [
      { do: 'put', ...about, value },
      {
        do: 'note',
        fact: { model: 'kubernetes', type: 'schedulerConfigured', about, data: { schedulerNames } },
      },
      ...pendingPods(ctx),
    ],
  };
}

/** A restarted scheduler looks at every pending pod: some may now have a profile, or none. */
const pendingPods = (read: Read): Effect[] =>
  read
    .keysBy('kubernetes/Pod', 'phase', 'Pending')
    .map((key) => wakeAfter(key, SCHEDULER_TIMINGS.informerMs));

function whyNoDecision(key: string, read: Read): string {
  const pod = read.get('kubernetes/Pod', key);
  if (!pod) return `pods "${key}" not found`;
  const decision = read.get(DECISION, key);
  if (decision)
    return `The decision of attempt ${decision.attempt} about "${key}" is too old to be explained: ${decision.message}`;
  const queue = read.get(QUEUED_POD, key)?.queue;
  if (queue === 'gated') return `"${key}" waits for its scheduling gates and has not been tried.`;
  if (queue) return `"${key}" is in the queue and has not been tried yet.`;
  return `No scheduler has decided about "${key}".`;
}

const notFound = (message: string): Rejection => ({
  ok: false,
  status: 404,
  error: { name: 'NotFound', message, causes: [] },
});

const invalid = (violations: readonly Violation[]): Rejection => ({
  ok: false,
  status: 422,
  error: {
    name: 'Invalid',
    message: violations.map(({ field, message }) => `${field}: ${message}`).join(', '),
    causes: violations.map(({ path, reason, message }) => ({ path, reason, message })),
  },
});
