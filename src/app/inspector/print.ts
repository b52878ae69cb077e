/**
 * A record as text, as its command line writes it. kubectl sorts every map by key (sigs.k8s.io/yaml marshals through
 * JSON; encoding/json sorts maps) and indents JSON by four. The AWS CLI v2 keeps the order of the service model's members
 * (botocore parses structures member by member), indents by four, and writes times in ISO 8601 with microseconds
 * (`cli_timestamp_format`), here in UTC.
 */
import { printYaml } from '../../documents/printYaml';
import { awsOrder, isTimeField } from './awsOrder';
import type { Format, Wire } from './wire';

export function printRecord(value: unknown, tool: Wire['tool'], format: Format): string {
  const ordered =
    tool === 'kubectl' ? sorted(value) : tool === 'aws' ? awsValue(value, 'answer') : value;
  if (format === 'json') return JSON.stringify(ordered, null, 4);
  return printYaml(ordered, tool === 'aws' ? { singleQuote: true } : {}).trimEnd();
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** `under`: the field that holds it. */
function awsValue(value: unknown, under: string): unknown {
  if (isTimeField(under)) return awsTime(value);
  if (Array.isArray(value)) return value.map((item) => awsValue(item, under));
  if (!isFields(value)) return value;
  const order = awsOrder(under);
  const place = (name: string) => {
    const at = order.indexOf(name);
    return at === -1 ? order.length : at;
  };
  // The sort is stable: what the table does not name stays behind, as it came.
  const names = Object.keys(value).sort((a, b) => place(a) - place(b));
  return Object.fromEntries(names.map((name) => [name, awsValue(value[name], name)]));
}

/** Seconds since 1970, or a date: `2026-01-05T00:00:13.250000+00:00`, without a fraction where there is none. */
function awsTime(value: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'string') return value;
  const ms = typeof value === 'number' ? Math.round(value * 1000) : Date.parse(value);
  if (Number.isNaN(ms)) return value;
  const [date = '', fraction = '000'] = new Date(ms).toISOString().slice(0, -1).split('.');
  return `${date}${fraction === '000' ? '' : `.${fraction}000`}+00:00`;
}
