/** The two taints of the Cluster Autoscaler (utils/taints/taints.go): a soft one on who may go, a hard one on who goes. */
import type { Effect } from '../../../engine/model';
import { configureNode } from '../../kubernetes/commands';
import { RUN_STARTS_AT_SECONDS } from '../../kubernetes/printers/time';
import { DELETION_CANDIDATE, TO_BE_DELETED } from './nodeGroups';

const EFFECTS = {
  [DELETION_CANDIDATE]: 'PreferNoSchedule',
  [TO_BE_DELETED]: 'NoSchedule',
} as const;
type Key = keyof typeof EFFECTS;

/** Its value is the time, in seconds since 1970. */
export const taint = (node: string, key: Key, nowMs: number): Effect =>
  change(node, [{ key, effect: EFFECTS[key], value: seconds(nowMs) }], []);

export const untaint = (node: string, key: Key): Effect =>
  change(node, [], [{ key, effect: EFFECTS[key] }]);

type Configuration = Parameters<typeof configureNode>[0];

const change = (
  node: string,
  addTaints: Configuration['addTaints'],
  removeTaints: Configuration['removeTaints'],
): Effect => ({
  do: 'command',
  command: configureNode({ node, labels: {}, addTaints, removeTaints }),
});

const seconds = (nowMs: number): string => String(RUN_STARTS_AT_SECONDS + Math.floor(nowMs / 1000));
