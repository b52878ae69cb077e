/** Traffic by hand: the shapes, their fields, and what each becomes as a request. */
import type { Request } from '../../host/protocol';

export const SHAPES = ['steady', 'ramp', 'wave', 'spike'] as const;
export type Shape = (typeof SHAPES)[number];

export type FieldName =
  | 'requestsPerSecond'
  | 'from'
  | 'to'
  | 'over'
  | 'low'
  | 'high'
  | 'period'
  | 'base'
  | 'peak'
  | 'after'
  | 'for';

/** What each shape asks for, in order; those that are lengths of time are written in seconds. */
export const FIELDS: Readonly<Record<Shape, readonly FieldName[]>> = {
  steady: ['requestsPerSecond'],
  ramp: ['from', 'to', 'over'],
  wave: ['low', 'high', 'period'],
  spike: ['base', 'peak', 'after', 'for'],
};
const SECONDS: ReadonlySet<FieldName> = new Set(['over', 'period', 'after', 'for']);

export type Values = Readonly<Record<FieldName, number>>;

/** Numbers to begin with, around what comes now. */
export const valuesAround = (rate: number): Values => ({
  requestsPerSecond: rate,
  from: rate,
  to: rate * 3,
  over: 120,
  low: Math.round(rate / 2),
  high: rate * 2,
  period: 300,
  base: rate,
  peak: rate * 3,
  after: 10,
  for: 480,
});

export function trafficRequest(loadBalancer: string, shape: Shape, values: Values): Request {
  const of = (name: FieldName) => (SECONDS.has(name) ? `${values[name]}s` : values[name]);
  const fields = Object.fromEntries(FIELDS[shape].map((name) => [name, of(name)]));
  const input = shape === 'steady' ? fields : { [shape]: fields };
  return { api: 'quayside', action: 'setTraffic', input: { loadBalancer, ...input } };
}
