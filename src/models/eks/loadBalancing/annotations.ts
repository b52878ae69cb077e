/**
 * Annotations of a Service that the AWS Load Balancer Controller reads, with its defaults for a network load balancer:
 * TCP checks every 10 s, 3 in a row either way (service annotations guide, v2.x). Values that do not parse are taken as
 * missing; the real controller reports them as an event.
 */
import type { TargetGroupSettings } from '../../aws/elasticloadbalancing/types';
import type { Service } from '../../kubernetes/types';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const DEREGISTRATION_DELAY = 'deregistration_delay.timeout_seconds';

export const annotation = ({ metadata }: Service, name: string): string | undefined =>
  metadata.annotations?.[PREFIX + name];

export type CheckSettings = Pick<
  TargetGroupSettings,
  | 'HealthCheckProtocol'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'deregistrationDelaySeconds'
  | 'attributes'
>;

export function checkSettings(service: Service): CheckSettings {
  const whole = (name: string, standard: number, least: number, most: number): number =>
    wholeIn(annotation(service, `healthcheck-${name}`), standard, least, most);
  const protocol = annotation(service, 'healthcheck-protocol')?.toLowerCase() ?? 'tcp';
  const { delaySeconds, attributes } = attributesIn(annotation(service, 'target-group-attributes'));
  const interval = whole('interval', 10, 5, 300);
  return {
    HealthCheckProtocol: protocol === 'tcp' ? 'TCP' : 'HTTP',
    HealthCheckIntervalSeconds: interval,
    HealthCheckTimeoutSeconds: Math.min(
      interval,
      whole('timeout', protocol === 'tcp' ? 10 : 6, 2, 120),
    ),
    HealthyThresholdCount: whole('healthy-threshold', 3, 2, 10),
    UnhealthyThresholdCount: whole('unhealthy-threshold', 3, 2, 10),
    deregistrationDelaySeconds: delaySeconds,
    attributes,
  };
}

/** A whole number between two bounds; anything else counts as missing. */
export function wholeIn(
  text: string | undefined,
  standard: number,
  least: number,
  most: number,
): number {
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : standard;
  return value >= least && value <= most ? value : standard;
}

/** `k1=v1,k2=v2`: target group attributes, the deregistration delay apart. */
export function attributesIn(text: string | undefined) {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const [key = '', value] = pair.trim().split('=', 2);
    return value === undefined ? [] : [[key, value] as const];
  });
  const { [DEREGISTRATION_DELAY]: delay, ...attributes } = Object.fromEntries(pairs);
  const delaySeconds = delay !== undefined && /^\d{1,4}$/.test(delay) ? Number(delay) : 300;
  return { delaySeconds, attributes: attributes as Readonly<Record<string, string>> };
}
