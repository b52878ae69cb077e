/**
 * The shapes of traffic as scenarios and requests write them, made into steps:
 *
 *     requestsPerSecond: 60
 *     ramp: { from: 20, to: 200, over: 5m }
 *     wave: { low: 20, high: 120, period: 10m }
 *     spike: { base: 50, peak: 200, after: 2m, for: 12m }
 *     schedule: [{ at: 0s, requestsPerSecond: 20 }, { at: 28m, requestsPerSecond: 200 }]     repeatEvery: 24h
 *     replay: { requestsPerSecond: [12, 40, 33], every: 10s, repeat: true }
 */
import type { Path } from '../../engine/model';
import { durationMs } from './duration';
import type { Traffic, TrafficShape, TrafficStep } from './traffic';

/** A bound far above any lesson, so that the integrals stay exact integers for years of virtual time. */
const MAX_REQUESTS_PER_SECOND = 100_000;
const MAX_STEPS = 2_000;
/** A ramp or half a wave is never finer than a second, nor in more steps than these. */
const FINE_STEPS = 60;

type Shaped = Omit<Traffic, 'startedAtMs'>;
type Answer = { readonly traffic: Shaped } | { readonly error: string; readonly path: Path };
type Fields = Readonly<Record<string, unknown>>;
/** How a rate is written: a load balancer gets requests, a queue messages. */
export type RateUnit = 'requestsPerSecond' | 'messagesPerSecond';

export function readTraffic(input: Fields, unit: RateUnit = 'requestsPerSecond'): Answer {
  const named = SHAPES.filter((shape) => input[shape] !== undefined);
  try {
    const [shape] = named;
    if (named.length > 1) fail([named[1] as string], 'only one shape of traffic can be set');
    if (shape !== undefined) return { traffic: { shape, ...READERS[shape](input, unit) } };
    const rate = rateField(input, [unit]);
    return { traffic: { shape: 'steady', steps: [{ afterMs: 0, rate }], repeatMs: null } };
  } catch (error) {
    if (error instanceof Unreadable) return { error: error.message, path: error.path };
    throw error;
  }
}

type Named = Exclude<TrafficShape, 'steady'>;
const SHAPES: readonly Named[] = ['ramp', 'wave', 'spike', 'schedule', 'replay'];
type Steps = Pick<Traffic, 'steps' | 'repeatMs'>;

const READERS: Readonly<Record<Named, (input: Fields, unit: RateUnit) => Steps>> = {
  ramp(input) {
    const [from, to] = [rateField(input, ['ramp', 'from']), rateField(input, ['ramp', 'to'])];
    const overMs = lengthField(input, ['ramp', 'over']);
    const stepMs = fineStepMs(overMs);
    const count = Math.ceil(overMs / stepMs);
    const steps = Array.from({ length: count + 1 }, (_, i) => {
      const afterMs = Math.min(overMs, i * stepMs);
      return { afterMs, rate: from + Math.round(((to - from) * afterMs) / overMs) };
    });
    return { steps, repeatMs: null };
  },
  wave(input) {
    const [low, high] = [rateField(input, ['wave', 'low']), rateField(input, ['wave', 'high'])];
    const repeatMs = lengthField(input, ['wave', 'period']);
    const rise = RISE.map((permille) => low + Math.round(((high - low) * permille) / 1000));
    const rates = [...rise, ...rise.slice(1, -1).reverse()];
    const steps = rates.map((rate, i) => ({
      afterMs: Math.floor((i * repeatMs) / rates.length),
      rate,
    }));
    return { steps: increasing(steps, ['wave', 'period']), repeatMs };
  },
  spike(input) {
    const base = rateField(input, ['spike', 'base']);
    const peak = rateField(input, ['spike', 'peak']);
    const afterMs = lengthField(input, ['spike', 'after']);
    const forMs = lengthField(input, ['spike', 'for']);
    const steps = [
      { afterMs: 0, rate: base },
      { afterMs, rate: peak },
      { afterMs: afterMs + forMs, rate: base },
    ];
    return { steps, repeatMs: null };
  },
  schedule(input, unit) {
    const listed = listField(input, ['schedule']);
    const steps = listed.map((_, i) => ({
      afterMs: timeField(input, ['schedule', i, 'at']),
      rate: rateField(input, ['schedule', i, unit]),
    }));
    const first = steps[0]?.afterMs === 0 ? [] : [{ afterMs: 0, rate: 0 }];
    const repeatMs =
      input['repeatEvery'] === undefined ? null : lengthField(input, ['repeatEvery']);
    const all = increasing([...first, ...steps], ['schedule']);
    if (repeatMs !== null && (all.at(-1)?.afterMs ?? 0) >= repeatMs)
      fail(['repeatEvery'], 'must be later than the last step');
    return { steps: all, repeatMs };
  },
  replay(input, unit) {
    const rates = listField(input, ['replay', unit]);
    const everyMs = lengthField(input, ['replay', 'every']);
    const steps = rates.map((_, i) => ({
      afterMs: i * everyMs,
      rate: rateField(input, ['replay', unit, i]),
    }));
    const repeats = at(input, ['replay', 'repeat']) === true;
    return { steps, repeatMs: repeats ? rates.length * everyMs : null };
  },
};

/** (1 - cos) / 2 over half a period, thousandths: models have no cosine (STYLE.md 2.7). */
const RISE: readonly number[] = [
  0, 4, 17, 38, 67, 103, 146, 196, 250, 309, 371, 435, 500, 565, 629, 691, 750, 804, 854, 897, 933,
  962, 983, 996, 1000,
];

const fineStepMs = (lengthMs: number): number =>
  1000 * Math.max(1, Math.ceil(lengthMs / FINE_STEPS / 1000));

class Unreadable extends Error {
  constructor(
    readonly path: Path,
    what: string,
  ) {
    super(`${path.join('.')} ${what}.`);
  }
}
const fail = (path: Path, what: string): never => {
  throw new Unreadable(path, what);
};

function at(input: Fields, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Fields)[step] : undefined,
    input,
  );
}

function rateField(input: Fields, path: Path): number {
  const value = at(input, path);
  const fits = typeof value === 'number' && value >= 0 && value <= MAX_REQUESTS_PER_SECOND;
  return fits
    ? Math.round(value * 1000)
    : fail(path, `must be a number from 0 to ${MAX_REQUESTS_PER_SECOND}`);
}

const timeField = (input: Fields, path: Path): number =>
  durationMs(at(input, path)) ?? fail(path, 'must be a duration such as 30s or 5m');

function lengthField(input: Fields, path: Path): number {
  const ms = timeField(input, path);
  return ms >= 1000 ? ms : fail(path, 'must be a second or more');
}

function listField(input: Fields, path: Path): readonly unknown[] {
  const value = at(input, path);
  return Array.isArray(value) && value.length > 0 && value.length <= MAX_STEPS
    ? value
    : fail(path, `must be a list of 1 to ${MAX_STEPS} entries`);
}

function increasing(steps: readonly TrafficStep[], path: Path): readonly TrafficStep[] {
  const rising = steps.every((step, i) => i === 0 || step.afterMs > (steps[i - 1]?.afterMs ?? 0));
  return rising ? steps : fail(path, 'must have steps each later than the one before');
}
