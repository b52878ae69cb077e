/** What a thing is called where there is little room: `8f3a`, `r4n8d`, `i-0c41`: as the stage writes it. */
import type { Ref } from '../../engine/model';

export function shortName({ kind, key }: Ref): string {
  const last = key.slice(key.lastIndexOf('/') + 1);
  switch (kind) {
    case 'ecs/Task':
      return last.slice(0, 4);
    case 'kubernetes/Pod':
      return /-([bcdfghjklmnpqrstvwxz2456789]{5})$/.exec(last)?.[1] ?? last;
    case 'ecs/ContainerInstance':
    case 'ec2/Instance':
    case 'autoscaling/AutoScalingInstance':
      return last.slice(0, 6);
    case 'kubernetes/Node':
      return hostName(last);
    case 'elasticloadbalancing/TargetHealth':
      return key.slice(key.indexOf('|') + 1);
    case 'applicationautoscaling/ScalingPolicy':
    case 'applicationautoscaling/ScheduledAction':
    case 'autoscaling/ScalingPolicy':
    case 'autoscaling/ScheduledUpdateGroupAction':
      return key.slice(key.indexOf('|') + 1);
    case 'cloudwatch/MetricAlarm':
      return alarmName(key);
    case 'autoscaling/AutoScalingGroup':
      return groupName(last);
    case 'elasticloadbalancing/TargetGroup':
      return key.split('/').at(-2) ?? last;
    default:
      return last;
  }
}

/** `web-AlarmHigh` of `TargetTracking-service/harbour/web-AlarmHigh-1bb170b6-...`. */
const alarmName = (name: string): string =>
  /^TargetTracking-(?:.*\/)?([^/]+-Alarm(?:High|Low))-[0-9a-f-]{36}$/.exec(name)?.[1] ?? name;

/** `eks-nodes` of `eks-nodes-494647a9-1294-ef58-546b-35ff1ad6cd0d`: as EKS names the group of a node group. */
export const groupName = (name: string): string =>
  name.replace(/^(eks-.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '$1');

/** The platform's own sentences with 32-digit ids cut to the four that the stage shows, and ARNs to their name. */
export const shortIds = (message: string): string =>
  message
    .replace(/\barn:aws:[\w-]+:[\w-]*:\d*:([\w-]+\/[\w.-]+)(\/[0-9a-f]+)*/g, '`$1`')
    .replace(/\b([0-9a-f]{4})[0-9a-f]{28}\b/g, '`$1`')
    .replace(
      /\bTargetTracking-(?:[^\s/]*\/)*([^\s/]+-Alarm(?:High|Low))-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
      '$1',
    );

/** `web:42` of `arn:aws:ecs:...:task-definition/web:42`. */
export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** `ip-10-0-1-23` of `ip-10-0-1-23.ec2.internal`. */
export const hostName = (name: string): string => name.split('.')[0] ?? name;
