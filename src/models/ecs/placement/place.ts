/**
 * Chooses the container instance for one task: checks, then strategies in their order, then the lowest ARN. With a
 * recorder the same run tells every verdict and every measure; without one it stops at each instance's first failure.
 */
import type { PlacementStrategy } from '../types';
import { checks, firstFailure, type CheckInput, type CheckName, type Failure } from './checks';
import type { Candidate, ClusterView } from './clusterView';
import type { Chunk } from './sortedChunks';
import { narrow, strategiesFor, type Measured } from './strategies';

export interface PlacementInput extends CheckInput {
  /** Empty: the default of the group. */
  readonly strategies: readonly PlacementStrategy[];
  /** Only its instances are candidates; null: all of the cluster. */
  readonly capacityProvider: string | null;
  /** What passes of the chunks that this input has met: of two tasks placed in a row only one chunk changes. */
  readonly verdicts: WeakMap<Chunk<Candidate>, Verdicts>;
}

export interface Verdicts {
  readonly candidates: number;
  readonly passing: readonly Candidate[];
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
  const checked = recorder ? recordedChecks(input, recorder) : rememberedChecks(input);
  const eligible: Candidate[] = [];
  let candidates = 0;
  for (const chunk of view.instances) {
    const verdicts = checked(chunk);
    candidates += verdicts.candidates;
    for (const candidate of verdicts.passing) eligible.push(candidate);
  }
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

/** Whether an instance is a candidate at all. */
export const isCandidate = (
  { instance }: Candidate,
  { capacityProvider }: Pick<PlacementInput, 'capacityProvider'>,
): boolean => capacityProvider === null || instance.capacityProviderName === capacityProvider;

function rememberedChecks(input: PlacementInput) {
  const { verdicts } = input;
  return (chunk: Chunk<Candidate>): Verdicts => {
    let known = verdicts.get(chunk);
    if (!known) {
      const among = candidatesOf(chunk, input);
      const passing = among.filter((candidate) => firstFailure(candidate, input) === null);
      known = { candidates: among.length, passing };
      verdicts.set(chunk, known);
    }
    return known;
  };
}

const candidatesOf = (chunk: Chunk<Candidate>, input: PlacementInput): readonly Candidate[] =>
  input.capacityProvider === null
    ? chunk.values
    : chunk.values.filter((candidate) => isCandidate(candidate, input));

/** Every check of an instance is asked and told, also after the first failure. */
function recordedChecks(input: PlacementInput, recorder: PlacementRecorder) {
  const passes = (candidate: Candidate): boolean => {
    let all = true;
    for (const [check, run] of checks) {
      const failure = run(candidate, input);
      if (failure) all = false;
      recorder.checked(candidate, check, failure);
    }
    return all;
  };
  return (chunk: Chunk<Candidate>): Verdicts => {
    const among = candidatesOf(chunk, input);
    return { candidates: among.length, passing: among.filter(passes) };
  };
}
