/** At how many percent of what is asked loops keep the CPU, since when, by platform: the dotted line of its chart. */
import type { Platform } from '../../stage/view';
import type { Steps } from '../../stage/charts';
import type { RecordMaps } from '../recordMaps';

const CPU: readonly (string | undefined)[] = ['ECSServiceAverageCPUUtilization'];

export function cpuTargets(records: RecordMaps): Readonly<Partial<Record<Platform, Steps>>> {
  const found: Partial<Record<Platform, Steps>> = {};
  for (const policy of records.all('applicationautoscaling/ScalingPolicy').values()) {
    const tracking = policy.TargetTrackingScalingPolicyConfiguration;
    if (tracking && CPU.includes(tracking.PredefinedMetricSpecification?.PredefinedMetricType))
      found.ecs = { atMs: [policy.CreationTime], value: [tracking.TargetValue] };
  }
  for (const { metadata, spec } of records.all('kubernetes/HorizontalPodAutoscaler').values())
    for (const { resource } of spec.metrics ?? []) {
      const percent = resource?.name === 'cpu' ? resource.target.averageUtilization : undefined;
      if (percent !== undefined)
        found.kubernetes = { atMs: [metadata.creationTimestamp], value: [percent] };
    }
  return found;
}
