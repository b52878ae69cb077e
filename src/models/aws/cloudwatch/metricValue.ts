/**
 * Metrics as they stand now, worked out when somebody asks: what flows is constant between changes, so nothing is counted
 * minute by minute. Names, units and dimensions are the services' own (ECS Developer Guide, "CloudWatch metrics"; ALB User
 * Guide, "CloudWatch metrics"; EC2 Auto Scaling User Guide, "Group metrics").
 */
import type { Read } from '../../../engine/model';
import { loadOf, type Load } from '../../workload/processes';
import { shares, TARGETS } from '../elasticloadbalancing/flow';
import type { Flow, LoadBalancer } from '../elasticloadbalancing/types';
import { sqsValue } from '../sqs/metrics';
import type { Metric } from './types';

/** null: not measured now; no such metric or nobody to measure. */
export function metricValue(metric: Metric, read: Read): number | null {
  const dimension = (name: string): string | undefined =>
    metric.Dimensions.find((d) => d.Name === name)?.Value;
  switch (metric.Namespace) {
    case 'AWS/ECS':
      return ecsValue(metric.MetricName, dimension('ClusterName'), dimension('ServiceName'), read);
    case 'AWS/ApplicationELB':
    case 'AWS/NetworkELB':
      return elbValue(metric.MetricName, dimension('LoadBalancer'), dimension('TargetGroup'), read);
    case 'AWS/AutoScaling':
      return groupValue(metric.MetricName, dimension('AutoScalingGroupName'), read);
    case 'AWS/SQS':
      return sqsValue(metric.MetricName, dimension('QueueName'), read);
    default:
      return null;
  }
}

/** Percent of what the tasks of a service, or of a whole cluster, reserve; above 100 where they share a machine. */
function ecsValue(
  name: string,
  cluster: string | undefined,
  service: string | undefined,
  read: Read,
): number | null {
  if (cluster === undefined) return null;
  const load =
    service === undefined
      ? loadOf(read, 'island', `ecs/${cluster}`)
      : loadOf(read, 'owner', `ecs/Service ${cluster}/${service}`);
  if (load.processes === 0) return null;
  const percent = (used: number, asked: number) => (asked === 0 ? null : (100 * used) / asked);
  const of: Readonly<Record<string, (load: Load) => number | null>> = {
    CPUUtilization: ({ cpuMicro, askedMicro }) => percent(cpuMicro, askedMicro),
    MemoryUtilization: ({ memoryKiB, askedKiB }) => percent(memoryKiB, askedKiB),
  };
  return of[name]?.(load) ?? null;
}

/** Counts are of a minute at the present rate. */
function elbValue(
  name: string,
  loadBalancer: string | undefined,
  group: string | undefined,
  read: Read,
): number | null {
  const record = loadBalancerOf(loadBalancer, group, read);
  if (!record) return null;
  const targets = record.forwardsTo === null ? {} : read.tally(TARGETS, record.forwardsTo);
  const flow = read.get('elasticloadbalancing/Flow', record.LoadBalancerName);
  switch (name) {
    case 'HealthyHostCount':
      return targets['healthy'] ?? 0;
    case 'UnHealthyHostCount':
      return targets['unhealthy'] ?? 0;
    default:
      return flow ? flowValue(name, flow, shares(targets).eligible) : null;
  }
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

/** `app/<name>/<id>`, or the one that forwards to `targetgroup/<name>/<id>`. */
function loadBalancerOf(
  loadBalancer: string | undefined,
  group: string | undefined,
  read: Read,
): LoadBalancer | undefined {
  const name = loadBalancer?.split('/')[1];
  if (name !== undefined) return read.get('elasticloadbalancing/LoadBalancer', name);
  if (group === undefined) return undefined;
  return read
    .list('elasticloadbalancing/LoadBalancer')
    .find(({ forwardsTo }) => forwardsTo?.endsWith(`:${group}`));
}

function groupValue(name: string, group: string | undefined, read: Read): number | null {
  const record = group === undefined ? undefined : read.get('autoscaling/AutoScalingGroup', group);
  if (!record) return null;
  const members = read.by('autoscaling/AutoScalingInstance', 'group', record.AutoScalingGroupName);
  const count = (state: string) => members.filter((m) => m.LifecycleState === state).length;
  const of: Readonly<Record<string, () => number>> = {
    GroupDesiredCapacity: () => record.DesiredCapacity,
    GroupMinSize: () => record.MinSize,
    GroupMaxSize: () => record.MaxSize,
    GroupInServiceInstances: () => count('InService'),
    GroupPendingInstances: () => count('Pending'),
    GroupTerminatingInstances: () => count('Terminating'),
    GroupTotalInstances: () => members.length,
  };
  return of[name]?.() ?? null;
}
