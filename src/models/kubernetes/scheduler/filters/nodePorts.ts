/**
 * NodePorts: two pods on a node cannot own the same host port. Same protocol and port clash when their addresses are
 * equal or one of them binds all addresses (plugins/nodeports, framework/types.go HostPortInfo, v1.34).
 */
import { unschedulable, type FilterFactory } from '../framework';
import type { HostPort } from '../podInfo';

const TAKEN = unschedulable("node(s) didn't have free ports for the requested pod ports");
const ALL = '0.0.0.0';

/** Port 0 asks for nothing. */
export const portConflicts = (wanted: HostPort, used: readonly HostPort[]): boolean =>
  wanted.port > 0 &&
  used.some(
    ({ port, protocol, ip }) =>
      port === wanted.port &&
      protocol === wanted.protocol &&
      (ip === wanted.ip || ip === ALL || wanted.ip === ALL),
  );

const clash = (wanted: readonly HostPort[], used: readonly HostPort[]): boolean =>
  wanted.some((port) => portConflicts(port, used));

export const nodePorts: FilterFactory = () => ({
  name: 'NodePorts',
  isNodeLocal: true,
  preFilter: ({ hostPorts }) =>
    hostPorts.length === 0
      ? 'Skip'
      : { filter: ({ usedPorts }) => (clash(hostPorts, usedPorts) ? TAKEN : undefined) },
  hint: ({ hostPorts }, event) =>
    event.type === 'AssignedPodDelete'
      ? clash(hostPorts, event.pod.hostPorts)
      : event.type === 'NodeAdd' && !clash(hostPorts, event.node.usedPorts),
});
