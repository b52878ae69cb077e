/** Facts and commands of the node controllers, as effects. */
import type { Command, Effect } from '../../../engine/model';
import type { NodeLifecycleCommand } from './commands';
import type { NodeLifecycleFact } from './facts';
import { ZONE } from './records';

export const command = (of: NodeLifecycleCommand): Command => ({ model: 'kubernetes', ...of });

export const noteNode = (key: string, fact: NodeLifecycleFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: { kind: 'kubernetes/Node', key }, ...fact },
});

export const notePod = (key: string, fact: NodeLifecycleFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: { kind: 'kubernetes/Pod', key }, ...fact },
});

export const noteZone = (key: string, fact: NodeLifecycleFact): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: { kind: ZONE, key }, ...fact },
});
