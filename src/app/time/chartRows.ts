/** The charts' rows out of what is counted and what was sampled: only those that have something to show. */
import type { ChartLine, ChartRow, Steps } from '../../stage/charts';
import { figure } from '../../stage/clock';
import { PLATFORMS, type Platform } from '../../stage/view';
import type { LeftBehind } from './run.svelte';
import { SAMPLED, type Sampled, type SampledName } from './sampled';
import { seriesOf, type Counted, type Series } from './series';

export type RowName = Exclude<Counted, 'asked'> | SampledName;

export interface RowWords {
  readonly title: Readonly<Record<RowName, string>>;
  readonly note: Readonly<Record<RowName, string>>;
}

/** What loops are about comes first, load before what it moves. */
const ORDER = [
  'offered',
  'cpu',
  'running',
  'machines',
  'queued',
  'healthy',
  'served',
  'lost',
  'latency',
  'pending',
  'memory',
  'cost',
] as const satisfies readonly RowName[];

/** Where the lines come from. */
export interface RowSources {
  readonly series: Series;
  readonly sampled: Sampled;
  readonly branches: readonly LeftBehind[];
  /** What loops keep CPU at, in percent; null: none does. */
  readonly cpuTargets: Readonly<Partial<Record<Platform, Steps>>>;
}

type StepsOf = (platform: Platform) => Steps | undefined;

export function chartRows(
  { series, sampled, branches, cpuTargets }: RowSources,
  shown: readonly Platform[],
  words: RowWords,
): readonly ChartRow[] {
  const targetOf = (id: RowName, platform: Platform): Steps | undefined => {
    if (id === 'running') return series.of(platform).asked;
    if (id === 'cpu') return cpuTargets[platform];
    const { machinesAsked } = sampled.samples[platform];
    // Where nothing wants a number of machines there is no line.
    return id === 'machines' && !isSilent(machinesAsked) ? machinesAsked : undefined;
  };
  const rowOf = (id: RowName, now: StepsOf, left: (branch: LeftBehind) => StepsOf): ChartRow[] => {
    const lines = linesOf(now, shown);
    if (lines.every(({ steps }) => isSilent(steps))) return [];
    const row: ChartRow = {
      id,
      title: words.title[id],
      note: words.note[id],
      lines,
      targets: linesOf((platform) => targetOf(id, platform), shown),
      left: branches.flatMap((branch) =>
        linesOf(left(branch), shown).map((line) => ({
          ...line,
          fromMs: branch.forkedAtMs,
          untilMs: branch.untilMs,
        })),
      ),
      text: TEXT[id] ?? figure,
    };
    return [row];
  };
  const isSampled = (id: RowName): id is SampledName => SAMPLED.some((each) => each === id);
  return ORDER.flatMap((id) =>
    isSampled(id)
      ? rowOf(
          id,
          (platform) => sampled.samples[platform][id],
          (branch) => (platform) => sampled.ofBranch(branch)?.[platform][id],
        )
      : rowOf(
          id,
          (platform) => series.of(platform)[id],
          (branch) => (platform) => leftSeries(branch).of(platform)[id],
        ),
  );
}

const TEXT: Readonly<Partial<Record<RowName, (value: number) => string>>> = {
  cpu: (value) => `${figure(value)}%`,
  memory: (value) => `${figure(value)}%`,
  cost: (value) => `$${value.toFixed(2)}`,
};

const linesOf = (of: StepsOf, shown: readonly Platform[]): ChartLine[] =>
  PLATFORMS.filter((platform) => shown.includes(platform)).flatMap((platform) => {
    const steps = of(platform);
    return steps ? [{ platform, steps }] : [];
  });

/** Nothing was ever counted. */
const isSilent = ({ value }: Steps): boolean => value.every((each) => each === 0);

const known = new WeakMap<LeftBehind, Series>();
function leftSeries(branch: LeftBehind): Series {
  const series = known.get(branch) ?? seriesOf(branch.facts);
  known.set(branch, series);
  return series;
}
