/** The reads that the meter answers: `series` for charts, `cost` for the figures of this moment. */
import type { Admission, Read } from '../engine/model';
import { costsOf } from './costs';
import type { Meter } from './meter';
import type { Request, SeriesInput } from './protocol';

export function meterQuery(request: Request, meter: Meter, read: Read): Admission | undefined {
  if (request.api !== 'quayside') return undefined;
  if (request.action === 'cost') return answer(costNow(meter, read));
  if (request.action !== 'series') return undefined;
  const input = request.input as SeriesInput;
  const numbers = [input.fromMs, input.toMs, input.stepMs];
  if (numbers.every((n) => Number.isInteger(n) && n >= 0) && input.stepMs > 0)
    return answer(meter.series(input));
  const message = 'series needs fromMs, toMs and stepMs in whole milliseconds, stepMs above 0.';
  return { ok: false, status: 400, error: { name: 'ValidationException', message, causes: [] } };
}

const answer = (output: unknown): Admission => ({ ok: true, output, effects: [] });

/** USD an hour now, by what is billed, and USD since the run began. */
function costNow(meter: Meter, read: Read) {
  const { ecs, kubernetes } = costsOf(read);
  return {
    ecs: { ...ecs, usd: meter.spent('ecs', read.nowMs) },
    kubernetes: { ...kubernetes, usd: meter.spent('kubernetes', read.nowMs) },
  };
}
