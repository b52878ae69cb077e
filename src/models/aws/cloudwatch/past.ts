/**
 * What was measured before anybody watched: CloudWatch has the metrics of whatever stands there, alarm or none, so that an alarm made
 * in the middle of a hot hour is in ALARM at its first look. Gathered once a minute, with the last of its samples, for all
 * metrics together; a minute like the one before is not written down. What an alarm watches is measured more closely
 * (`series.ts`).
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
  type Kind,
  type Read,
  type Watch,
} from '../../../engine/model';
import { timings } from '../timings';
import { isMeasured, MEASURED, type Figures } from './metricValue';
import { MINUTE_MS, minuteOf, single } from './seriesKey';
import type { Metric, Minute, Past } from './types';

const KIND = 'cloudwatch/Past';
const PAST = 'cloudwatch/past';
const ALL = 'all';
/** Minutes that are kept. */
export const KEPT = 180;
const { sampleMs, samplePhaseMs } = timings.cloudwatch;
const GATHERED_MS = MINUTE_MS - sampleMs + samplePhaseMs;

export const pastController: Controller = {
  name: PAST,
  latencyMs: 0,
  sync(_, read) {
    const sinceMs = (read.nowMs + MINUTE_MS - GATHERED_MS) % MINUTE_MS;
    return {
      commands: sinceMs === 0 ? gathering(read) : [],
      requeueAfterMs: MINUTE_MS - sinceMs,
    };
  },
};

function gathering(read: Read): readonly Command[] {
  const figures = measuredNow(read);
  const before = read.list(KIND).at(-1)?.figures ?? {};
  return isSame(figures, before) ? [] : [{ model: 'aws', type: 'gatherMetrics', figures }];
}

function isSame(after: Past['figures'], before: Past['figures']): boolean {
  const places = Object.keys(after);
  return (
    places.length === Object.keys(before).length &&
    places.every((place) => hasSame(after[place] ?? {}, before[place] ?? {}))
  );
}

const hasSame = (after: FiguresNow, before: FiguresNow): boolean => {
  const names = Object.keys(after);
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => after[name] === before[name])
  );
};

/** From the first thing that can be measured. */
const STANDING: readonly Kind[] = [
  'ecs/Cluster',
  'elasticloadbalancing/LoadBalancer',
  'autoscaling/AutoScalingGroup',
  'sqs/Queue',
];
export const pastWatches: readonly Watch[] = STANDING.map((kind) =>
  defineWatch({
    kind,
    wakes: PAST,
    keys: (after, before, _key, read) => (after && !before && read.size(KIND) === 0 ? [ALL] : []),
  }),
);

/** One command carries what it writes: measuring twice would double what it costs. */
export interface GatherMetrics {
  readonly type: 'gatherMetrics';
  readonly figures: Past['figures'];
}

export function gatherMetrics({ figures }: GatherMetrics, ctx: Context): readonly Effect[] {
  const atMs = minuteOf(ctx.nowMs);
  return [{ do: 'put', kind: KIND, key: keyOf(atMs), value: { atMs, figures } }, ...outlived(ctx)];
}

/** Those whose next one is too old as well. */
function outlived(ctx: Context): readonly Effect[] {
  const horizonMs = minuteOf(ctx.nowMs) - KEPT * MINUTE_MS;
  const kept = ctx.list(KIND);
  return kept
    .filter((_, i) => (kept[i + 1]?.atMs ?? Infinity) <= horizonMs)
    .map(({ atMs }) => ({ do: 'remove', kind: KIND, key: keyOf(atMs) }));
}

function measuredNow(read: Read): Past['figures'] {
  const now: Record<string, FiguresNow> = {};
  for (const [namespace, kinds] of Object.entries(MEASURED))
    for (const measured of kinds)
      for (const place of measured.places(read)) {
        const figures = measured.figures(place, read);
        if (figures) now[placeKey(namespace, measured.dimensions, place)] = workedOut(figures);
      }
  return now;
}

type FiguresNow = Past['figures'][string];

function workedOut(figures: Figures): FiguresNow {
  const values: Record<string, number> = {};
  for (const name of Object.keys(figures)) {
    const value = figures[name]?.() ?? null;
    if (value !== null) values[name] = value;
  }
  return values;
}

/** The dimensions that metrics have here are in one order; whoever asks may have them in any. */
const placeKey = (namespace: string, names: readonly string[], values: readonly string[]) =>
  `${namespace}|${names.length === 1 ? `${names[0]}=${values[0]}` : dimensionsKey(names, values)}`;

const dimensionsKey = (names: readonly string[], values: readonly string[]): string =>
  names
    .map((name, i) => `${name}=${values[i]}`)
    .sort()
    .join('|');

const keyOf = (atMs: number): string => String(atMs / MINUTE_MS);

/** A metric's minutes as they were gathered, oldest first. */
export function pastOf(metric: Metric, read: Pick<Read, 'list' | 'nowMs'>): readonly Minute[] {
  if (!isMeasured(metric)) return [];
  const { Namespace, MetricName, Dimensions } = metric;
  const key = placeKey(
    Namespace,
    Dimensions.map((d) => d.Name),
    Dimensions.map((d) => d.Value),
  );
  const records = read.list(KIND);
  const lastMs = minuteOf(read.nowMs - GATHERED_MS);
  const horizonMs = lastMs - (KEPT - 1) * MINUTE_MS;
  return records.flatMap(({ atMs, figures }, i) => {
    const value = figures[key]?.[MetricName];
    if (value === undefined) return [];
    const untilMs = Math.min(records[i + 1]?.atMs ?? Infinity, lastMs + MINUTE_MS);
    return minutesBetween(Math.max(atMs, horizonMs), untilMs).map((ms) => single(value, ms));
  });
}

const minutesBetween = (fromMs: number, untilMs: number): readonly number[] =>
  Array.from(
    { length: Math.max(0, (untilMs - fromMs) / MINUTE_MS) },
    (_, i) => fromMs + i * MINUTE_MS,
  );
