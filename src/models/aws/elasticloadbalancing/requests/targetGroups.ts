/** elbv2 CreateTargetGroup, ModifyTargetGroup, ModifyTargetGroupAttributes, DeleteTargetGroup. */
import type { Admission, Context } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import {
  changeTargetGroup,
  deleteTargetGroup as removeTargetGroup,
  DEREGISTRATION_DELAY_SECONDS,
  HEALTH_CHECK_DEFAULTS,
  newTargetGroup,
  type HealthCheckFields,
} from '../targetGroups';
import type { TargetGroup } from '../types';
import { checkName, targetGroupNamed } from './named';
import { wireAttributes, wireTargetGroup } from './wire';

const DELAY = 'deregistration_delay.timeout_seconds';
/** Attributes that the API knows and that change nothing here. */
const KEPT_ATTRIBUTES = new Set([
  'stickiness.enabled',
  'stickiness.type',
  'stickiness.lb_cookie.duration_seconds',
  'stickiness.app_cookie.cookie_name',
  'stickiness.app_cookie.duration_seconds',
  'load_balancing.algorithm.type',
  'load_balancing.algorithm.anomaly_mitigation',
  'load_balancing.cross_zone.enabled',
  'slow_start.duration_seconds',
  'preserve_client_ip.enabled',
  'proxy_protocol_v2.enabled',
  'deregistration_delay.connection_termination.enabled',
]);

/** Beside the API's fields takes `deregistration_delay.timeout_seconds`, so that a scenario needs one call only. */
export const createTargetGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const TargetGroupName = requiredText(given, 'Name');
    checkName('target group', TargetGroupName);
    const Protocol = readProtocol(given);
    const Port = wholeOf(given, 'Port') ?? 0;
    if (Port < 1 || Port > 65_535)
      refuse('ValidationError', 'A port must be specified: 1 to 65535', ['Port']);
    const checks = readChecks(given, HEALTH_CHECK_DEFAULTS[Protocol]);
    const settings = {
      TargetGroupName,
      Protocol,
      Port,
      TargetType: readTargetType(given),
      HealthCheckProtocol: readCheckProtocol(given, Protocol),
      ...checks,
      deregistrationDelaySeconds: readDelay(given[DELAY] ?? DEREGISTRATION_DELAY_SECONDS),
      attributes: {},
    };
    const [standing] = ctx.by('elasticloadbalancing/TargetGroup', 'name', TargetGroupName);
    if (standing && !sameGroup(standing, settings))
      refuse(
        'DuplicateTargetGroupName',
        `A target group with the same name '${TargetGroupName}' exists, but with different settings`,
      );
    if (standing)
      return { ok: true, output: { TargetGroups: [wireTargetGroup(standing, ctx)] }, effects: [] };
    const { group, effects } = newTargetGroup(settings, ctx);
    return { ok: true, output: { TargetGroups: [wireTargetGroup(group, ctx)] }, effects };
  });

export const modifyTargetGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = targetGroupNamed(given, ctx);
    const changed = { ...group, ...readChecks(given, group) };
    const output = { TargetGroups: [wireTargetGroup(changed, ctx)] };
    return { ok: true, output, effects: changeTargetGroup(changed, ctx) };
  });

export const modifyTargetGroupAttributes = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    let group = targetGroupNamed(given, ctx);
    for (const attribute of objectsOf(given, 'Attributes')) {
      const key = requiredText(attribute, 'Key');
      const value = textOf(attribute, 'Value') ?? '';
      if (key === DELAY) group = { ...group, deregistrationDelaySeconds: readDelay(value) };
      else if (KEPT_ATTRIBUTES.has(key))
        group = { ...group, attributes: { ...group.attributes, [key]: value } };
      else
        refuse('ValidationError', `Target group attribute key '${key}' is not recognized`, [
          'Attributes',
        ]);
    }
    const output = { Attributes: wireAttributes(group) };
    return { ok: true, output, effects: changeTargetGroup(group, ctx) };
  });

export const deleteTargetGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const group = targetGroupNamed(inputOf(input), ctx);
    const { TargetGroupArn } = group;
    if (ctx.count('elasticloadbalancing/Listener', 'targetGroup', TargetGroupArn) > 0)
      refuse(
        'ResourceInUse',
        `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
      );
    return { ok: true, output: {}, effects: removeTargetGroup(group, ctx) };
  });

function readProtocol(input: Input): TargetGroup['Protocol'] {
  const protocol = requiredText(input, 'Protocol');
  if (protocol === 'HTTP' || protocol === 'HTTPS') return 'HTTP';
  if (protocol === 'TCP' || protocol === 'TLS') return 'TCP';
  return refuse('ValidationError', `Target group protocol '${protocol}' is not simulated`, [
    'Protocol',
  ]);
}

function readTargetType(input: Input): TargetGroup['TargetType'] {
  const type = textOf(input, 'TargetType') ?? 'instance';
  if (type === 'ip' || type === 'instance') return type;
  return refuse('ValidationError', `Target type '${type}' is not simulated`, ['TargetType']);
}

function readCheckProtocol(
  input: Input,
  protocol: TargetGroup['Protocol'],
): TargetGroup['HealthCheckProtocol'] {
  const own = textOf(input, 'HealthCheckProtocol') ?? protocol;
  if (own === 'HTTP' || own === 'HTTPS') return 'HTTP';
  if (own === 'TCP' && protocol === 'TCP') return 'TCP';
  return refuse(
    'ValidationError',
    `Health check protocol '${own}' is not supported for target groups with protocol ${protocol}`,
    ['HealthCheckProtocol'],
  );
}

/** elbv2 API: field, least and most. */
const RANGES: readonly [keyof HealthCheckFields, number, number][] = [
  ['HealthCheckIntervalSeconds', 5, 300],
  ['HealthCheckTimeoutSeconds', 2, 120],
  ['HealthyThresholdCount', 2, 10],
  ['UnhealthyThresholdCount', 2, 10],
];

function readChecks(input: Input, standard: HealthCheckFields): HealthCheckFields {
  const fields = Object.fromEntries(
    RANGES.map(([field, least, most]) => {
      const value = wholeOf(input, field) ?? standard[field];
      if (value < least || value > most)
        refuse('ValidationError', `${field} '${value}' must be between ${least} and ${most}`, [
          field,
        ]);
      return [field, value];
    }),
  ) as unknown as HealthCheckFields;
  const { HealthCheckIntervalSeconds: interval, HealthCheckTimeoutSeconds: timeout } = fields;
  if (timeout > interval)
    refuse('ValidationError', 'Health check interval must not be smaller than the timeout.', [
      'HealthCheckTimeoutSeconds',
    ]);
  return fields;
}

function readDelay(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600)
    return seconds;
  return refuse('ValidationError', `'${DELAY}' must be an integer between 0 and 3600`, [DELAY]);
}

const sameGroup = (a: TargetGroup, b: Omit<TargetGroup, 'TargetGroupArn'>): boolean =>
  a.Protocol === b.Protocol &&
  a.Port === b.Port &&
  a.TargetType === b.TargetType &&
  RANGES.every(([field]) => a[field] === b[field]);
