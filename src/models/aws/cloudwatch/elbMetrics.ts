/**
 * What load balancers send, each metric by the dimensions that it has (ALB User Guide and NLB User Guide, "CloudWatch metrics").
 * Counts are of a minute at the present rate.
 */
import type { Read } from '../../../engine/model';
import { shares, TARGETS } from '../elasticloadbalancing/flow';
import type { Flow, LoadBalancer } from '../elasticloadbalancing/types';
import type { Figures, Measured, Values } from './metricValue';

/** Which metrics there are with each set of dimensions. */
const OF_LOAD_BALANCER = [
  'RequestCount',
  'TargetResponseTime',
  'HTTPCode_Target_2XX_Count',
  'HTTPCode_ELB_5XX_Count',
];
const OF_GROUP = ['RequestCountPerTarget'];
const HOSTS = ['HealthyHostCount', 'UnHealthyHostCount'];
const OF_BOTH = [
  'RequestCount',
  'RequestCountPerTarget',
  'TargetResponseTime',
  'HTTPCode_Target_2XX_Count',
  ...HOSTS,
];
const RATES: readonly string[] = [
  'RequestCount',
  'RequestCountPerTarget',
  'HTTPCode_Target_2XX_Count',
  'HTTPCode_ELB_5XX_Count',
];
export const isRate = (MetricName: string): boolean => RATES.includes(MetricName);

const LOAD_BALANCER = 'LoadBalancer';
const GROUP = 'TargetGroup';

export const applicationElb: readonly Measured[] = [
  {
    dimensions: [LOAD_BALANCER],
    figures: ([balancer = ''], read) =>
      figuresOf(namedBy(balancer, 'app', read), OF_LOAD_BALANCER, read),
    places: (read) => ofType('application', read).map((lb) => [wireOf(lb.LoadBalancerArn)]),
  },
  {
    dimensions: [GROUP],
    figures: ([group = ''], read) =>
      figuresOf(
        ofType('application', read).find((lb) => forwards(lb, group)),
        OF_GROUP,
        read,
      ),
    places: (read) => pairs('application', read).map(([group]) => [group]),
  },
  {
    dimensions: [GROUP, LOAD_BALANCER],
    figures: (values, read) => ofPair(values, 'app', OF_BOTH, read),
    places: (read) => pairs('application', read),
  },
];

export const networkElb: Measured = {
  dimensions: [GROUP, LOAD_BALANCER],
  figures: (values, read) => ofPair(values, 'net', HOSTS, read),
  places: (read) => pairs('network', read),
};

function ofPair(
  [group = '', balancer = '']: Values,
  kind: 'app' | 'net',
  names: readonly string[],
  read: Read,
): Figures | undefined {
  const found = namedBy(balancer, kind, read);
  return figuresOf(found && forwards(found, group) ? found : undefined, names, read);
}

/** `app/<name>/<id>` of an ALB, `net/<name>/<id>` of an NLB. */
function namedBy(value: string, kind: 'app' | 'net', read: Read): LoadBalancer | undefined {
  const [is, name = ''] = value.split('/');
  const found = is === kind ? read.get('elasticloadbalancing/LoadBalancer', name) : undefined;
  return found && wireOf(found.LoadBalancerArn) === value ? found : undefined;
}

const ofType = (Type: LoadBalancer['Type'], read: Read): readonly LoadBalancer[] =>
  read.list('elasticloadbalancing/LoadBalancer').filter((lb) => lb.Type === Type);

/** `[targetgroup/<name>/<id>, app/<name>/<id>]` of each that forwards. */
const pairs = (Type: LoadBalancer['Type'], read: Read): readonly (readonly [string, string])[] =>
  ofType(Type, read).flatMap(({ forwardsTo, LoadBalancerArn }) =>
    forwardsTo === null ? [] : [[wireOf(forwardsTo), wireOf(LoadBalancerArn)] as const],
  );

const forwards = ({ forwardsTo }: LoadBalancer, group: string): boolean =>
  forwardsTo !== null && wireOf(forwardsTo) === group;

/** The end of an ARN, as dimensions have it. */
const wireOf = (arn: string): string =>
  arn.slice(arn.lastIndexOf(':') + 1).replace(/^loadbalancer\//, '');

function figuresOf(
  balancer: LoadBalancer | undefined,
  names: readonly string[],
  read: Read,
): Figures | undefined {
  if (!balancer) return undefined;
  const { forwardsTo, LoadBalancerName } = balancer;
  const targets = forwardsTo === null ? {} : read.tally(TARGETS, forwardsTo);
  const flow = read.get('elasticloadbalancing/Flow', LoadBalancerName);
  return Object.fromEntries(names.map((name) => [name, () => valueOf(name, targets, flow)]));
}

function valueOf(
  name: string,
  targets: Readonly<Record<string, number>>,
  flow: Flow | undefined,
): number | null {
  if (name === 'HealthyHostCount') return targets['healthy'] ?? 0;
  if (name === 'UnHealthyHostCount') return targets['unhealthy'] ?? 0;
  return flow ? flowValue(name, flow, shares(targets).eligible) : null;
}

function flowValue(name: string, flow: Flow, eligible: number): number | null {
  const perMinute = (rate: number) => (rate * 60) / 1000;
  switch (name) {
    case 'RequestCount':
      return perMinute(flow.offeredRate);
    case 'RequestCountPerTarget':
      return eligible === 0 ? null : perMinute(flow.offeredRate) / eligible;
    case 'HTTPCode_Target_2XX_Count':
      return perMinute(flow.servedRate);
    case 'HTTPCode_ELB_5XX_Count':
      return perMinute(flow.lostRate);
    case 'TargetResponseTime':
      return flow.servedRate === 0 ? null : flow.latencyMs / 1000;
    default:
      return null;
  }
}
