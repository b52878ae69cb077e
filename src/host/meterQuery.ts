/** The read that the meter answers: `series`, for charts. */
import type { Admission } from '../engine/model';
import type { Meter } from './meter';
import type { Request, SeriesInput } from './protocol';

export function meterQuery(request: Request, meter: Meter): Admission | undefined {
  if (request.api !== 'quayside' || request.action !== 'series') return undefined;
  const input = request.input as SeriesInput;
  const numbers = [input.fromMs, input.toMs, input.stepMs];
  if (numbers.every((n) => Number.isInteger(n) && n >= 0) && input.stepMs > 0)
    return { ok: true, output: meter.series(input), effects: [] };
  const message = 'series needs fromMs, toMs and stepMs in whole milliseconds, stepMs above 0.';
  return { ok: false, status: 400, error: { name: 'ValidationException', message, causes: [] } };
}
