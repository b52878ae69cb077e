/** What must hold of the scheduler after every step; property tests ask. Each text is a broken rule. */
import type { Read } from '../../../engine/model';
import { podResources } from '../podResources';
import { isTerminal } from './podInfo';
import { QUEUED_POD } from './records';
import { schedulerState } from './schedulerState';

export const schedulerInvariants = (read: Read): readonly string[] => [
  ...accountsAgree(read),
  ...queueAgrees(read),
];

/** What the cache has added up is what the pods of the node request, and no node is overcommitted by the scheduler. */
function accountsAgree(read: Read): readonly string[] {
  const cpu = new Map<string, number>();
  const pods = new Map<string, number>();
  for (const pod of read.list('kubernetes/Pod')) {
    const node = pod.spec.nodeName;
    if (node === undefined || isTerminal(pod)) continue;
    cpu.set(node, (cpu.get(node) ?? 0) + podResources(pod.spec).cpuMilli);
    pods.set(node, (pods.get(node) ?? 0) + 1);
  }
  const broken: string[] = [];
  schedulerState(read).cluster.nodes.forEach((node) => {
    const { name, requested, podCount } = node;
    if (requested.cpuMilli !== (cpu.get(name) ?? 0) || podCount !== (pods.get(name) ?? 0))
      broken.push(
        `${name}: scheduler counts ${podCount} pods and ${requested.cpuMilli}m, they are ${pods.get(name) ?? 0} and ${cpu.get(name) ?? 0}m`,
      );
  });
  return broken;
}

/** The order holds exactly the active pods, and the rest wait where events find them. */
function queueAgrees(read: Read): readonly string[] {
  const { queue } = schedulerState(read);
  const entries = read.list(QUEUED_POD);
  const active = entries.filter((entry) => entry.queue === 'active').length;
  const waiting = entries.filter((entry) => entry.queue === 'unschedulable').length;
  return [
    ...(active === queue.active.size
      ? []
      : [`${active} active pods, ${queue.active.size} in order`]),
    ...(waiting === queue.waiting.size + queue.called.size
      ? []
      : [
          `${waiting} unschedulable pods, ${queue.waiting.size} waiting, ${queue.called.size} called`,
        ]),
  ];
}
