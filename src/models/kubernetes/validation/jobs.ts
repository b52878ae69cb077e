/** Rules for Jobs and CronJobs (pkg/apis/batch/validation, v1.34). */
import { isTimeZone } from '../../workload/calendar/zones';
import { parseSchedule, ScheduleError } from '../controllers/cronJob/schedule';
import type { KubernetesObject, PodTemplateSpec } from '../types';
import {
  FieldPath,
  forbidden,
  invalid,
  mustBeOneOf,
  mustNotBeNegative,
  required,
  type Violation,
} from './fieldErrors';
import { validatePodFailurePolicy } from './podFailurePolicy';
import { validatePodTemplate } from './podSpec';

interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly podFailurePolicy?: {
    readonly rules?: Parameters<typeof validatePodFailurePolicy>[0];
  };
  readonly podReplacementPolicy?: string;
  readonly template?: PodTemplateSpec;
}
interface CronJobSpec {
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly concurrencyPolicy?: string;
  readonly startingDeadlineSeconds?: number;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
  readonly jobTemplate?: { readonly spec?: JobSpec };
}

const SPEC = FieldPath.root.child('spec');

export const validateJob = (object: KubernetesObject): readonly Violation[] =>
  validateJobSpec((object as { spec?: JobSpec }).spec ?? {}, SPEC);

/** The controller adds eleven characters to the name of a CronJob. */
const MAX_CRON_NAME = 52;

export function validateCronJob(object: KubernetesObject): readonly Violation[] {
  const spec = (object as { spec?: CronJobSpec }).spec ?? {};
  const { schedule = '', timeZone, jobTemplate } = spec;
  const { name } = object.metadata;
  return [
    ...(schedule === ''
      ? [required(SPEC.child('schedule'))]
      : validateSchedule(schedule, timeZone, SPEC.child('schedule'))),
    ...validateTimeZone(timeZone, SPEC.child('timeZone')),
    ...mustBeOneOf(SPEC.child('concurrencyPolicy'), spec.concurrencyPolicy, [
      'Allow',
      'Forbid',
      'Replace',
    ]),
    ...(
      ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const
    ).flatMap((field) => mustNotBeNegative(SPEC.child(field), spec[field])),
    ...validateJobSpec(jobTemplate?.spec ?? {}, SPEC.child('jobTemplate', 'spec')),
    ...(name.length > MAX_CRON_NAME
      ? [
          invalid(
            FieldPath.root.child('metadata', 'name'),
            name,
            `must be no more than ${MAX_CRON_NAME} characters`,
          ),
        ]
      : []),
  ];
}

function validateJobSpec(spec: JobSpec, at: FieldPath): readonly Violation[] {
  const { template, completionMode = 'NonIndexed', completions } = spec;
  return [
    ...(
      [
        'parallelism',
        'completions',
        'activeDeadlineSeconds',
        'backoffLimit',
        'backoffLimitPerIndex',
        'maxFailedIndexes',
        'ttlSecondsAfterFinished',
      ] as const
    ).flatMap((field) => mustNotBeNegative(at.child(field), spec[field])),
    ...mustBeOneOf(at.child('completionMode'), completionMode, ['Indexed', 'NonIndexed']),
    ...(completionMode === 'Indexed' && completions === undefined
      ? [required(at.child('completions'), 'when completion mode is Indexed')]
      : []),
    ...indexLimits(spec, at),
    ...validatePodFailurePolicy(
      spec.podFailurePolicy?.rules ?? [],
      spec,
      at.child('podFailurePolicy', 'rules'),
    ),
    // In a CronJob it is the Job that gets its default.
    ...(spec.podReplacementPolicy === undefined
      ? []
      : mustBeOneOf(
          at.child('podReplacementPolicy'),
          spec.podReplacementPolicy,
          spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'],
        )),
    ...validatePodTemplate(template, at.child('template')),
    ...validateRestartPolicy(spec, at.child('template', 'spec', 'restartPolicy')),
  ];
}

/** backoffLimitPerIndex and maxFailedIndexes. */
function indexLimits(spec: JobSpec, at: FieldPath): readonly Violation[] {
  const { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes: most } = spec;
  const both = ['backoffLimitPerIndex', 'maxFailedIndexes'] as const;
  return [
    ...(most !== undefined && backoffLimitPerIndex === undefined
      ? [required(at.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified')]
      : []),
    ...(completionMode === 'Indexed' && completions !== undefined && (most ?? 0) > completions
      ? [invalid(at.child('maxFailedIndexes'), most, 'must be less than or equal to completions')]
      : []),
    ...(completionMode === 'Indexed'
      ? []
      : both.flatMap((field) =>
          spec[field] === undefined
            ? []
            : [invalid(at.child(field), spec[field], 'requires indexed completion mode')],
        )),
  ];
}

function validateRestartPolicy(spec: JobSpec, at: FieldPath): readonly Violation[] {
  if (!spec.template) return [];
  const policy = spec.template.spec.restartPolicy;
  if (policy !== 'OnFailure' && policy !== 'Never')
    return [required(at, 'valid values: "OnFailure", "Never"')];
  return spec.podFailurePolicy && policy !== 'Never'
    ? [invalid(at, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}

/** By the very parser that the controller uses. */
function validateSchedule(
  schedule: string,
  timeZone: string | undefined,
  at: FieldPath,
): readonly Violation[] {
  if (/TZ/.test(schedule))
    return [
      timeZone === undefined
        ? invalid(at, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')
        : forbidden(at, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'),
    ];
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    if (error instanceof ScheduleError) return [invalid(at, schedule, error.message)];
    throw error;
  }
}

function validateTimeZone(timeZone: string | undefined, at: FieldPath): readonly Violation[] {
  if (timeZone === undefined) return [];
  if (timeZone === '') return [invalid(at, timeZone, 'timeZone must be nil or non-empty string')];
  if (timeZone.toLowerCase() === 'local')
    return [
      invalid(
        at,
        timeZone,
        'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ),
    ];
  return isTimeZone(timeZone) ? [] : [invalid(at, timeZone, `unknown time zone ${timeZone}`)];
}
