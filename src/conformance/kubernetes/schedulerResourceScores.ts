/** What the four suites about scores by resources share: the same input, one strategy each. */
import type {
  ResourceSpec,
  ScoringStrategy,
  UtilizationShapePoint,
} from '../../models/kubernetes/scheduler/configuration';
import { balancedAllocation } from '../../models/kubernetes/scheduler/scores/balancedAllocation';
import { nodeResourcesFit } from '../../models/kubernetes/scheduler/scores/nodeResourcesFit';
import {
  validateBalancedAllocationArgs,
  validateNodeResourcesFitArgs,
} from '../../models/kubernetes/scheduler/validatePluginArgs';
import { FieldPath } from '../../models/kubernetes/validation/fieldErrors';
import { differences, type Case } from '../suite';
import { cluster, info, options, type Manifest } from './schedulerFixtures';
import { scoreAll } from './schedulerPlugins';

interface Input {
  readonly strategy: ScoringStrategy['type'] | 'BalancedAllocation';
  readonly resources: readonly ResourceSpec[];
  readonly shape?: readonly UtilizationShapePoint[];
  readonly nodes: readonly Manifest[];
  readonly existingPods: readonly Manifest[];
  readonly pod: Manifest;
}

export function checkResourceScores({ input, expect }: Case): readonly string[] {
  const { strategy, resources, shape, pod, ...world } = input as unknown as Input;
  const args =
    strategy === 'BalancedAllocation'
      ? { resources }
      : {
          scoringStrategy: {
            type: strategy,
            resources,
            ...(shape && { requestedToCapacityRatio: { shape } }),
          },
        };
  const validate =
    strategy === 'BalancedAllocation'
      ? validateBalancedAllocationArgs
      : validateNodeResourcesFitArgs;
  const create = strategy === 'BalancedAllocation' ? balancedAllocation : nodeResourcesFit;
  const scores = scoreAll(create(options(args)), info(pod), cluster(world));
  return differences(expect, {
    invalidFields: validate(FieldPath.root, args).map(({ field }) => field),
    ...(typeof scores === 'string' ? { status: scores } : { scores, status: 'Success' }),
  });
}
