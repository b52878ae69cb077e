/** A container instance as the cluster query language sees it. */
import type { Read } from '../../../engine/model';
import { epochMs } from '../printers/epoch';
import type { ContainerInstance } from '../types';
import type { QuerySubject } from './clusterQueryLanguage';

export function containerInstanceSubject(instance: ContainerInstance, read: Read): QuerySubject {
  return {
    agentConnected: instance.agentConnected,
    agentVersion: instance.versionInfo.agentVersion,
    ec2InstanceId: instance.ec2InstanceId,
    registeredAtEpochMs: epochMs(instance.registeredAt),
    runningTasksCount: instance.runningTasksCount,
    taskGroups: () =>
      read
        .by('ecs/Task', 'containerInstance', instance.containerInstanceArn)
        .filter((task) => task.lastStatus !== 'STOPPED')
        .map((task) => task.group),
    attribute: (name) =>
      instance.attributes.filter((a) => a.name === name).map((a) => a.value ?? ''),
  };
}
