/** What must never be otherwise on nodes; property tests ask after every step. */
import type { Read } from '../../../engine/model';
import { bytes, milliValue } from '../quantity';
import { admittedOnNode } from './admission';

export function kubeletInvariants(read: Read): readonly string[] {
  return [...podsInTwoPlaces(read), ...overfullNodes(read), ...deafListeners(read)];
}

function podsInTwoPlaces(read: Read): readonly string[] {
  const seen = new Map<string, string>();
  const broken: string[] = [];
  for (const { machine, sandboxes } of read.list('kubernetes/Kubelet'))
    for (const uid of Object.keys(sandboxes)) {
      const other = seen.get(uid);
      if (other !== undefined) broken.push(`pod ${uid} runs on ${other} and on ${machine.name}`);
      seen.set(uid, machine.name);
    }
  return broken;
}

function overfullNodes(read: Read): readonly string[] {
  return read.list('kubernetes/Node').flatMap(({ metadata: { name }, status }) =>
    Object.entries(read.tally(admittedOnNode.name, name)).flatMap(([resource, used]) => {
      const text = status.allocatable[resource] ?? 0;
      const capacity = resource === 'cpu' ? milliValue(text) : bytes(text);
      return used <= capacity ? [] : [`node ${name}: ${resource} ${used} of ${capacity} in use`];
    }),
  );
}

/** Nobody answers for a pod that is not there, unless its node has not heard of it. */
function deafListeners(read: Read): readonly string[] {
  const hosts = new Set(
    read
      .list('kubernetes/Kubelet')
      .flatMap(({ sandboxes }) => Object.values(sandboxes).map(({ pod, ip }) => `${pod} ${ip}`)),
  );
  return read
    .list('workload/Listener')
    .filter(({ about, ip }) => about.kind === 'kubernetes/Pod' && !hosts.has(`${about.key} ${ip}`))
    .map(({ about, ip, port }) => `${ip}:${port} answers for ${about.key}, which has no sandbox`);
}
