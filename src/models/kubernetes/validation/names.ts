/**
 * The forms that names, labels, ports and keys must have (apimachinery util/validation, v1.34). Each rule answers with
 * the API's own texts; none means the value is well formed.
 */
export type NameRule = (value: string) => readonly string[];

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const PERCENT = '[0-9]+%';

export const isDns1123Label = rule(
  DNS_LABEL,
  63,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  ['my-name', '123-abc'],
);
export const isDns1123Subdomain = rule(
  DNS_SUBDOMAIN,
  253,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  ['example.com'],
);
export const isDns1035Label = rule(
  DNS_1035,
  63,
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  ['my-name', 'abc-123'],
);
export const isLabelValue = rule(
  LABEL_VALUE,
  63,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ['MyValue', 'my_value', '12345'],
);
export const isPercent = rule(
  PERCENT,
  undefined,
  "a valid percent string must be a numeric string followed by an ending '%'",
  ['1%', '93%'],
);

/** A label or annotation key: `name` or `example.com/name`. */
export function isQualifiedName(value: string): readonly string[] {
  const parts = value.split('/');
  if (parts.length > 2)
    return [
      `a qualified name ${patternText("must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", QUALIFIED, ['MyName', 'my.name', '123-abc'])} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const name = parts.at(-1) ?? '';
  const messages: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') messages.push('prefix part must be non-empty');
    else messages.push(...isDns1123Subdomain(prefix).map((text) => `prefix part ${text}`));
  }
  if (name === '') messages.push('name part must be non-empty');
  else if (bytesOf(name) > 63) messages.push('name part must be no more than 63 bytes');
  if (!whole(QUALIFIED).test(name))
    messages.push(
      `name part ${patternText("must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", QUALIFIED, ['MyName', 'my.name', '123-abc'])}`,
    );
  return messages;
}

/** An IANA service name: port names of containers and string target ports. */
export function isPortName(value: string): readonly string[] {
  const messages: string[] = [];
  if (value.length > 15) messages.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(value))
    messages.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) messages.push('must contain at least one letter (a-z)');
  if (value.includes('--')) messages.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-'))
    messages.push('must not begin or end with a hyphen');
  return messages;
}

export const isPortNumber = (value: number): readonly string[] =>
  value >= 1 && value <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];

/** Since v1.34 nearly everything printable may name an environment variable. */
export function isEnvironmentVariableName(value: string): readonly string[] {
  if (value === '') return ['environment variable name must be at least 1 characters'];
  return /^[ -<>-~]+$/.test(value)
    ? []
    : [
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
      ];
}

/** A key of a ConfigMap or Secret. */
export function isConfigMapKey(value: string): readonly string[] {
  const messages: string[] = [];
  if (bytesOf(value) > 253) messages.push('must be no more than 253 bytes');
  if (!whole(CONFIG_KEY).test(value))
    messages.push(
      patternText(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        ['key.name', 'KEY_NAME', 'key-name'],
      ),
    );
  if (value === '.') messages.push("must not be '.'");
  else if (value === '..') messages.push("must not be '..'");
  else if (value.startsWith('..')) messages.push("must not start with '..'");
  return messages;
}

/** Names in RBAC and a few others need only be one segment of a path. */
export function isPathSegment(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((c) => value.includes(c)).map((c) => `may not contain '${c}'`);
}

export const isIpAddress = (value: string): readonly string[] =>
  isIpv4(value) || isIpv6(value)
    ? []
    : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];

export function isCidr(value: string): readonly string[] {
  const [address = '', bits = '', ...rest] = value.split('/');
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most
    ? []
    : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}

/** `generateName` may end in a hyphen, because something follows. */
export const asPrefix =
  (of: NameRule): NameRule =>
  (value) =>
    of(value.length > 1 && value.endsWith('-') ? `${value.slice(0, -1)}a` : value);

export const bytesOf = (value: string): number => encoder.encode(value).length;
const encoder = new TextEncoder();

function rule(
  pattern: string,
  maxBytes: number | undefined,
  text: string,
  examples: readonly string[],
): NameRule {
  const expression = whole(pattern);
  return (value) => [
    ...(maxBytes !== undefined && bytesOf(value) > maxBytes
      ? [`must be no more than ${maxBytes} bytes`]
      : []),
    ...(expression.test(value) ? [] : [patternText(text, pattern, examples)]),
  ];
}

function patternText(text: string, pattern: string, examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${text} (e.g. ${list}regex used for validation is '${pattern}')`;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

const isIpv4 = (value: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(value) &&
  value.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part);

function isIpv6(value: string): boolean {
  if (!/^[0-9a-fA-F:]+$/.test(value) || !value.includes(':')) return false;
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
