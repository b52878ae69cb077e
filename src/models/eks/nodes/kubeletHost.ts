/**
 * The machine under a kubelet. What happens to an EC2 instance with bootstrap `eks-node` is told to the kubelet on it: it
 * boots and joins, its network fails, it is shut down in order, or it simply loses power. Key: InstanceId. There is no
 * latency: the kubelet lives on that very machine.
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import { regionOf } from '../../aws/account';
import type { Instance } from '../../aws/ec2/types';
import {
  powerOffNode,
  registerNode,
  silenceKubelet,
  startKubelet,
  stopKubelet,
} from '../../kubernetes/commands';
import { nodeName, nodeRegistration } from './nodeRegistration';

const KUBELET_HOST = 'eks/kubeletHost';

interface Observed {
  readonly instance: Instance;
  /** undefined: this machine has never joined, or its Node was deleted with the instance gone. */
  readonly kubelet: KubeletState | undefined;
  readonly nodeExists: boolean;
  readonly RegionName: string;
}
type KubeletState = NonNullable<ReturnType<typeof kubeletOf>>['state'];

const kubeletOf = (name: string, read: Read) => read.get('kubernetes/Kubelet', name);

function observeHost(key: string, read: Read): Observed | undefined {
  const instance = read.get('ec2/Instance', key);
  if (instance?.bootstrap?.as !== 'eks-node') return undefined;
  const name = nodeName(instance);
  return {
    instance,
    kubelet: kubeletOf(name, read)?.state,
    nodeExists: read.has('kubernetes/Node', name),
    RegionName: regionOf(read),
  };
}

function decideHost({ instance, kubelet, nodeExists, RegionName }: Observed): readonly Command[] {
  const name = nodeName(instance);
  const because = { kind: 'ec2/Instance', key: instance.InstanceId } as const;
  const up = instance.powered && instance.bootedAtMs !== null;
  if (!up) return kubelet && kubelet !== 'poweredOff' ? [powerOffNode(name, because)] : [];
  // Stopping or shutting down: systemd holds the shutdown until the kubelet has ended its pods.
  if (instance.State.Name !== 'running')
    return kubelet === 'running' ? [stopKubelet(name, because)] : [];
  const isDown = kubelet === undefined || kubelet === 'stopped' || kubelet === 'poweredOff';
  const node = nodeRegistration(instance, RegionName);
  if (isDown && node) {
    const joins = nodeExists && kubelet ? startKubelet(name, because) : registerNode(node, because);
    return instance.reachable ? [joins] : [joins, silenceKubelet(name, true, because)];
  }
  const talks = kubelet === 'running' || kubelet === 'reconnecting';
  if (!instance.reachable && talks) return [silenceKubelet(name, true, because)];
  if (instance.reachable && kubelet === 'silent') return [silenceKubelet(name, false, because)];
  return [];
}

export const kubeletHost: Controller = {
  name: KUBELET_HOST,
  latencyMs: 0,
  sync(key, read) {
    const observed = observeHost(key, read);
    return observed && { commands: decideHost(observed) };
  },
};

export const kubeletHostWatches: readonly Watch[] = [
  defineWatch({
    kind: 'ec2/Instance',
    wakes: KUBELET_HOST,
    keys: (after, _before, key) => (after?.bootstrap?.as === 'eks-node' ? [key] : []),
  }),
];
