/** What the loops of a half are about beside its workload: machines that its groups want, and messages that wait for it. */
import type { Read } from '../engine/model';
import type { Bootstrap, LaunchTemplate } from '../models/aws/ec2/types';
import type { Half } from '../models/aws/pricing/types';
import { moveQueue } from '../models/aws/sqs/flow';

export interface HalfLoops {
  readonly machinesAsked: number;
  readonly queued: number;
}

export const loopsOf = (read: Read, half: Half): HalfLoops => ({
  machinesAsked: machinesAsked(read, half),
  queued: queued(read, half),
});

const BOOTS: Readonly<Record<Half, Bootstrap['as']>> = {
  ecs: 'ecs-container-instance',
  kubernetes: 'eks-node',
};

function machinesAsked(read: Read, half: Half): number {
  let sum = 0;
  for (const key of read.keys('autoscaling/AutoScalingGroup')) {
    const group = read.get('autoscaling/AutoScalingGroup', key);
    if (!group) continue;
    const { LaunchTemplateName, Version } = group.LaunchTemplate;
    const template = read.get('ec2/LaunchTemplate', LaunchTemplateName);
    if (template && versionOf(template, Version)?.bootstrap?.as === BOOTS[half])
      sum += group.DesiredCapacity;
  }
  return sum;
}

function versionOf(template: LaunchTemplate, version: string) {
  const { DefaultVersionNumber, LatestVersionNumber, versions } = template;
  const named: Readonly<Record<string, number>> = {
    $Latest: LatestVersionNumber,
    $Default: DefaultVersionNumber,
  };
  return versions[(named[version] ?? Number(version)) - 1];
}

/** Of the queues that processes of this half work on; of those that nobody does, both halves have the messages. */
function queued(read: Read, half: Half): number {
  let sum = 0;
  for (const key of read.keys('sqs/Queue')) {
    const queue = read.get('sqs/Queue', key);
    if (!queue) continue;
    const islands = Object.keys(queue.consumers).flatMap(
      (consumer) => read.get('workload/Process', consumer)?.island ?? [],
    );
    if (islands.length === 0 || islands.some((island) => island.startsWith(half)))
      sum += moveQueue(queue, read.nowMs).queue.visibleCount;
  }
  return sum;
}
