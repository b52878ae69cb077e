/**
 * Chooses the container instance for one task: checks, then strategies in their order, then the lowest ARN. With a
 * recorder the same run tells every verdict and every measure; without one it stops at each instance's first failure.
 */
import type { PlacementStrategy } from '../types';
import { checks, firstFailure, type CheckInput, type CheckName, type Failure } from './checks';
import type { Candidate, ClusterView } from './clusterView';
import { eachEntry } from './sortedChunks';
import { narrow, strategiesFor, type Measured } from './strategies';

export interface PlacementInput extends CheckInput {
  /** Empty: the default of the group. */
  readonly strategies: readonly PlacementStrategy[];
  /** Verdicts on candidates that this input has met: of two tasks placed in a row only one candidate changes. */
  readonly verdicts: WeakMap<Candidate, boolean>;
}

export interface PlacementRecorder {
  checked(candidate: Candidate, check: CheckName, failure: Failure | null): void;
  narrowed(
    strategy: PlacementStrategy,
    measured: readonly Measured[],
    kept: readonly Candidate[],
  ): void;
}

export interface Placed {
  /** undefined: no instance may take it. */
  readonly chosen: Candidate | undefined;
  readonly eligible: number;
  readonly candidates: number;
}

/** `draw(n)` gives 0 .. n-1; only the random strategy asks. */
export function place(
  view: ClusterView,
  input: PlacementInput,
  draw: (n: number) => number,
  recorder?: PlacementRecorder,
): Placed {
  const passes = recorder ? recordedChecks(input, recorder) : rememberedChecks(input);
  const eligible: Candidate[] = [];
  let candidates = 0;
  eachEntry(view.instances, (candidate) => {
    candidates += 1;
    if (passes(candidate)) eligible.push(candidate);
  });
  let left: readonly Candidate[] = eligible;
  for (const strategy of strategiesFor(input.group, input.strategies)) {
    // With nothing left to decide, only a recorder still asks; chance is not asked again for it.
    if (left.length < 2 && !recorder) break;
    left = narrow(
      strategy,
      left,
      input.group,
      view,
      draw,
      recorder &&
        ((measured, kept) => {
          recorder.narrowed(strategy, measured, kept);
        }),
    );
  }
  return { chosen: left[0], eligible: eligible.length, candidates };
}

function rememberedChecks(input: PlacementInput) {
  const { verdicts } = input;
  return (candidate: Candidate): boolean => {
    const known = verdicts.get(candidate);
    if (known !== undefined) return known;
    const passes = firstFailure(candidate, input) === null;
    verdicts.set(candidate, passes);
    return passes;
  };
}

/** Every check of an instance is asked and told, also after the first failure. */
function recordedChecks(input: PlacementInput, recorder: PlacementRecorder) {
  return (candidate: Candidate): boolean => {
    let passes = true;
    for (const [check, run] of checks) {
      const failure = run(candidate, input);
      if (failure) passes = false;
      recorder.checked(candidate, check, failure);
    }
    return passes;
  };
}
