/** Runs a decision again on the inputs it had, with a recorder, and lays the result out as a table. */
import type { CheckName, Failure } from './checks';
import { checks } from './checks';
import type { Candidate, ClusterView } from './clusterView';
import { closest, failuresOf } from './failures';
import { place, type PlacementInput, type PlacementRecorder } from './place';
import type { Measured } from './strategies';
import type { CandidateRow, Closing, PlacementTable, StrategyStep, Verdict } from './table';
import type { PlacementStrategy } from '../types';
import { chooseZone, type ZoneMeasure } from './zones';

/** `draws` are the numbers that the random strategy drew, in order. */
export function explainPlacement(
  task: string | null,
  launchType: string,
  view: ClusterView,
  input: PlacementInput,
  draws: readonly number[],
): PlacementTable {
  const recording = new Recording(input);
  let drawn = 0;
  const { chosen, eligible } = place(view, input, () => draws[drawn++] ?? 0, recording);
  const chosenArn = chosen?.instance.containerInstanceArn ?? null;
  return {
    task,
    group: input.group,
    launchType,
    needs: input.needs,
    checks: checks.map(([name]) => name),
    candidates: recording.rows(),
    strategies: recording.steps,
    chosen: chosenArn,
    closing: closingOf(eligible, recording.steps, () => closest(failuresOf(view, input))),
  };
}

export function explainZone(
  task: string | null,
  group: string,
  needs: PlacementTable['needs'],
  measures: readonly ZoneMeasure[],
): PlacementTable {
  const available = measures.filter((m) => m.available);
  const least = available.reduce((n, m) => Math.min(n, m.tasks), Infinity);
  const step: StrategyStep = {
    strategy: { type: 'spread', field: 'attribute:ecs.availability-zone' },
    byDefault: true,
    measures: available.map((m) => ({ id: m.zone, value: m.zone, measure: m.tasks })),
    kept: available.filter((m) => m.tasks === least).map((m) => m.zone),
  };
  return {
    task,
    group,
    launchType: 'FARGATE',
    needs,
    checks: [],
    candidates: measures.map((m) => zoneRow(m)),
    strategies: [step],
    chosen: chooseZone(measures) ?? null,
    closing: closingOf(available.length, [step], () => undefined),
  };
}

const zoneRow = ({ zone, available, tasks }: ZoneMeasure): CandidateRow => ({
  id: zone,
  ec2InstanceId: null,
  availabilityZone: zone,
  remainingCpu: null,
  remainingMemoryMiB: null,
  tasksOfGroup: tasks,
  verdicts: [],
  eligible: available,
});

class Recording implements PlacementRecorder {
  readonly steps: StrategyStep[] = [];
  private readonly verdicts = new Map<Candidate, Verdict[]>();

  constructor(private readonly input: PlacementInput) {}

  checked(candidate: Candidate, check: CheckName, failure: Failure | null): void {
    const verdict = {
      check,
      passes: failure === null,
      reason: failure?.reason ?? null,
      needed: failure?.needed ?? null,
      available: failure?.available ?? null,
    };
    const verdicts = this.verdicts.get(candidate);
    if (verdicts) verdicts.push(verdict);
    else this.verdicts.set(candidate, [verdict]);
  }

  narrowed(
    strategy: PlacementStrategy,
    measured: readonly Measured[],
    kept: readonly Candidate[],
  ): void {
    this.steps.push({
      strategy,
      byDefault: this.input.strategies.length === 0,
      measures: measured.map((m) => ({
        id: idOf(m.candidate),
        value: m.value,
        measure: m.measure,
      })),
      kept: kept.map(idOf),
    });
  }

  rows(): CandidateRow[] {
    return [...this.verdicts].map(([candidate, verdicts]) => {
      const { cpu, memoryMiB } = candidate.remaining;
      return {
        id: idOf(candidate),
        ec2InstanceId: candidate.instance.ec2InstanceId,
        availabilityZone: candidate.availabilityZone,
        remainingCpu: cpu,
        remainingMemoryMiB: memoryMiB,
        tasksOfGroup: candidate.tasks[this.input.group] ?? 0,
        verdicts,
        eligible: verdicts.every((v) => v.passes),
      };
    });
  }
}

const idOf = (candidate: Candidate): string => candidate.instance.containerInstanceArn;

function closingOf(
  eligible: number,
  steps: readonly StrategyStep[],
  nearest: () => { readonly containerInstanceArn: string; readonly reason: string } | undefined,
): Closing {
  if (eligible === 0) {
    const near = nearest();
    return {
      because: 'nobodyEligible',
      reason: near?.reason ?? null,
      closest: near?.containerInstanceArn ?? null,
    };
  }
  if (eligible === 1) return { because: 'onlyOneEligible' };
  const index = steps.findIndex((step) => step.kept.length === 1);
  if (index >= 0) return { because: 'strategy', index };
  return { because: 'lowestArn', among: steps.at(-1)?.kept.length ?? eligible };
}
