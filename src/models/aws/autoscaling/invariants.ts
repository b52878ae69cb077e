/** What must always be so of a group and its instances. */
import type { Read } from '../../../engine/model';
import { membersOf } from './observeGroup';
import { isLaunching, isLive } from './states';

export function autoScalingInvariants(read: Read): readonly string[] {
  return read.list('autoscaling/AutoScalingGroup').flatMap((group) => {
    const { AutoScalingGroupName: name, MinSize, MaxSize, DesiredCapacity } = group;
    const live = membersOf(name, read).filter(isLive);
    const broken: string[] = [];
    if (MinSize > DesiredCapacity || DesiredCapacity > MaxSize)
      broken.push(`group ${name} wants ${DesiredCapacity} outside ${MinSize}..${MaxSize}`);
    const launching = live.filter((m) => isLaunching(m.LifecycleState));
    // Balancing may go beyond the desired capacity by one; what is wanted no longer waits for its launch.
    if (launching.length > 0 && live.length > MaxSize + 1 && launching.length > MaxSize)
      broken.push(`group ${name} launches ${launching.length}, may have ${MaxSize}`);
    for (const { InstanceId } of live)
      if (!read.has('ec2/Instance', InstanceId))
        broken.push(`group ${name} counts ${InstanceId}, which is no more`);
    return broken;
  });
}
