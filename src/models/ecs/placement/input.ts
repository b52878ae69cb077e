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
  readonly capacityProvider?: string | undefined;
}

/** Constraints of the definition and of the call or service apply together. */
export const placementInput = (
  read: Pick<Read, 'keys'>,
  definition: TaskDefinition,
  needs: TaskRequirements,
  wish: PlacementWish,
): PlacementInput => {
  const { group, placementStrategy: strategies, capacityProvider = null } = wish;
  const zones = needs.networkInterface ? subnetZones(read, wish.networkConfiguration) : null;
  const constraints = [...definition.placementConstraints, ...wish.placementConstraints];
  return {
    group,
    needs,
    zones,
    constraints: prepareConstraints(constraints),
    strategies,
    capacityProvider,
    verdicts: verdictsOn(JSON.stringify([group, needs, zones, constraints, capacityProvider])),
    networkInterfaceLimit,
  };
};

/** A service places its tasks a few at a time: what its last launch has found out about instances still holds. */
function verdictsOn(question: string): PlacementInput['verdicts'] {
  let verdicts = remembered.get(question);
  if (!verdicts) {
    if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
    remembered.set(question, (verdicts = new WeakMap()));
  }
  return verdicts;
}
const remembered = new Map<string, PlacementInput['verdicts']>();
const REMEMBERED_AT_MOST = 64;

/** Without ENI trunking, which is an account's own choice. A type that the table does not know has no limit. */
function networkInterfaceLimit(name: string): number {
  const type = instanceType(name);
  return type ? maxAwsvpcTasks(type, { trunking: false }) : Infinity;
}
