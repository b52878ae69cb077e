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
  const whole = (name: string, standard: number, least: number, most: number): number => {
    const text = annotation(service, `healthcheck-${name}`) ?? '';
    const value = /^\d+$/.test(text) ? Number(text) : standard;
    return value >= least && value <= most ? value : standard;
  };
  const protocol = annotation(service, 'healthcheck-protocol')?.toLowerCase() ?? 'tcp';
  const { [DEREGISTRATION_DELAY]: delay, ...attributes } = targetGroupAttributes(service);
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
    deregistrationDelaySeconds:
      delay !== undefined && /^\d{1,4}$/.test(delay) ? Number(delay) : 300,
    attributes,
  };
}

/** `k1=v1,k2=v2` */
function targetGroupAttributes(service: Service): Readonly<Record<string, string>> {
  const pairs = (annotation(service, 'target-group-attributes') ?? '').split(',');
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const [key = '', value] = pair.trim().split('=', 2);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
