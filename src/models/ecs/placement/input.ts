/** What a placement is asked, from a task definition and the launch or service that wants it. */
import type { Read } from '../../../engine/model';
import { instanceType } from '../../aws/ec2/instanceTypes';
import { maxAwsvpcTasks } from '../../aws/ec2/networkInterfaces';
import type {
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  TaskDefinition,
} from '../types';
import { prepareConstraints } from './checks';
import type { PlacementInput } from './place';
import type { TaskRequirements } from './requirements';
import { subnetZones } from './zones';

export interface PlacementWish {
  readonly group: string;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly networkConfiguration?: NetworkConfiguration;
}

/** Constraints of the definition and of the call or service apply together. */
export const placementInput = (
  read: Pick<Read, 'keys'>,
  definition: TaskDefinition,
  needs: TaskRequirements,
  wish: PlacementWish,
): PlacementInput => ({
  group: wish.group,
  needs,
  zones: needs.networkInterface ? subnetZones(read, wish.networkConfiguration) : null,
  constraints: prepareConstraints([
    ...definition.placementConstraints,
    ...wish.placementConstraints,
  ]),
  strategies: wish.placementStrategy,
  verdicts: new WeakMap(),
  networkInterfaceLimit,
});

/** Without ENI trunking, which is an account's own choice. A type that the table does not know has no limit. */
function networkInterfaceLimit(name: string): number {
  const type = instanceType(name);
  return type ? maxAwsvpcTasks(type, { trunking: false }) : Infinity;
}
