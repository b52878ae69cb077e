/**
 * TaintToleration: every NoSchedule and NoExecute taint of the node must be tolerated (plugins/tainttoleration, v1.35:
 * one text for all taints; older releases named the taint in it).
 */
import type { NodeInfo } from '../nodeInfo';
import type { PodInfo } from '../podInfo';
import { unresolvable, type FilterFactory } from '../framework';
import { untoleratedTaint } from '../tolerations';
import type { Taint } from '../../types';

const UNTOLERATED = unresolvable('node(s) had untolerated taint(s)');

export const taintToleration: FilterFactory = ({ features }) => {
  const untolerated = ({ spec }: PodInfo, { taints }: NodeInfo): Taint | undefined =>
    untoleratedTaint(taints, spec.tolerations, features.TaintTolerationComparisonOperators);
  return {
    name: 'TaintToleration',
    isNodeLocal: true,
    preFilter: (pod) => ({
      filter: (node) =>
        node.taints.length > 0 && untolerated(pod, node) ? UNTOLERATED : undefined,
      detail(node) {
        const taint = untolerated(pod, node);
        return taint && `{${taint.key}: ${taint.value ?? ''}}`;
      },
    }),
    hint(waiting, event) {
      if (event.type !== 'NodeAdd' && event.type !== 'NodeUpdate') return false;
      const isTolerated = untolerated(waiting, event.node) === undefined;
      return isTolerated && (event.type === 'NodeAdd' || !!untolerated(waiting, event.before));
    },
  };
};
