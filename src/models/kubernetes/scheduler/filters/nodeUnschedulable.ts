/**
 * NodeUnschedulable: a cordoned node takes no new pods, save those that tolerate the taint of a cordon
 * (plugins/nodeunschedulable, v1.34).
 */
import { unresolvable, type FilterFactory } from '../framework';
import { isTolerated } from '../tolerations';
import type { Taint } from '../../types';

export const UNSCHEDULABLE_TAINT: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};
const CORDONED = unresolvable('node(s) were unschedulable');

export const nodeUnschedulable: FilterFactory = ({ features }) => {
  const compare = features.TaintTolerationComparisonOperators;
  return {
    name: 'NodeUnschedulable',
    isNodeLocal: true,
    preFilter: ({ spec }) => ({
      filter: (node) =>
        node.unschedulable && !isTolerated(UNSCHEDULABLE_TAINT, spec.tolerations, compare)
          ? CORDONED
          : undefined,
    }),
    hint: (_, event) =>
      (event.type === 'NodeAdd' && !event.node.unschedulable) ||
      (event.type === 'NodeUpdate' && event.before.unschedulable && !event.node.unschedulable),
  };
};
