/** `category`: bounds and what a steady service may do first, `step` in the middle, `rejected` and `defaults` requests. */
import {
  boundsOf,
  isBlocked,
  mayStart,
  mayStop,
  percentsOf,
} from '../../models/ecs/controllers/deploymentArithmetic';
import type { DeploymentConfiguration, Service } from '../../models/ecs/types';
import { deploymentConfigurationErrors } from '../../models/ecs/validation/service';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly desired: number;
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly oldRunning?: number;
  readonly newRunning?: number;
  readonly schedulingStrategy?: Service['schedulingStrategy'];
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'deployment-arithmetic',
  check: ({ input, expect }: Case) => {
    const asked = input as unknown as Input;
    return expect['rejected'] === undefined
      ? differences(expect, answer(asked))
      : rejection(asked, expect['messageIncludes'] as string);
  },
};

function answer(input: Input): Readonly<Record<string, unknown>> {
  const { desired, oldRunning, newRunning = 0, schedulingStrategy = 'REPLICA' } = input;
  const percents = percentsOf(schedulingStrategy, configurationOf(input));
  // A case of `defaults` names only the strategy.
  if (!('desired' in input)) return { ...percents };
  const bounds = boundsOf(desired, percents);
  const current = oldRunning === undefined ? 0 : newRunning;
  const leaving = oldRunning ?? desired;
  const counts = {
    desired,
    current,
    total: leaving + current,
    healthy: leaving + current,
    leavingHealthy: leaving,
  };
  return {
    ...percents,
    lowerBound: bounds.lower,
    upperBound: bounds.upper,
    canStartFirst: mayStart(counts, bounds),
    canStopFirst: mayStop(counts, bounds),
    blocked: isBlocked(desired, bounds),
    mayStart: mayStart(counts, bounds),
    mayStop: mayStop(counts, bounds),
  };
}

function rejection(input: Input, wanted: string): string[] {
  const messages = deploymentConfigurationErrors(
    configurationOf(input),
    input.schedulingStrategy ?? 'REPLICA',
  ).map((e) => e.message);
  return messages.some((m) => m.includes(wanted))
    ? []
    : [`expected a rejection with "${wanted}", got ${JSON.stringify(messages)}`];
}

const configurationOf = ({
  minimumHealthyPercent,
  maximumPercent,
}: Input): DeploymentConfiguration => ({
  ...(minimumHealthyPercent === undefined ? {} : { minimumHealthyPercent }),
  ...(maximumPercent === undefined ? {} : { maximumPercent }),
});
