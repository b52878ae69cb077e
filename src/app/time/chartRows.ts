/** The charts' rows out of the run's series: only those that have something to show. */
import type { ChartLine, ChartRow, Steps } from '../../stage/charts';
import { figure } from '../../stage/clock';
import { PLATFORMS, type Platform } from '../../stage/view';
import type { LeftBehind } from './run.svelte';
import { seriesOf, type Counted, type Series } from './series';

export type RowName = Exclude<Counted, 'asked'>;

export interface RowWords {
  readonly title: Readonly<Record<RowName, string>>;
  readonly note: Readonly<Record<RowName, string>>;
}

const ROWS: readonly RowName[] = ['running', 'pending', 'healthy', 'served', 'lost'];

export function chartRows(
  series: Series,
  left: readonly LeftBehind[],
  shown: readonly Platform[],
  words: RowWords,
): readonly ChartRow[] {
  return ROWS.flatMap((id) => {
    const lines = linesOf(series, id, shown);
    if (lines.every(({ steps }) => isSilent(steps))) return [];
    return {
      id,
      title: words.title[id],
      note: words.note[id],
      lines,
      targets: id === 'running' ? linesOf(series, 'asked', shown) : [],
      left: left.flatMap((branch) =>
        linesOf(leftSeries(branch), id, shown).map((line) => ({
          ...line,
          fromMs: branch.forkedAtMs,
          untilMs: branch.untilMs,
        })),
      ),
      text: figure,
    };
  });
}

const linesOf = (series: Series, name: Counted, shown: readonly Platform[]): ChartLine[] =>
  PLATFORMS.filter((platform) => shown.includes(platform)).map((platform) => ({
    platform,
    steps: series.of(platform)[name],
  }));

/** Nothing was ever counted. */
const isSilent = ({ value }: Steps): boolean => value.every((each) => each === 0);

const known = new WeakMap<LeftBehind, Series>();
function leftSeries(branch: LeftBehind): Series {
  const series = known.get(branch) ?? seriesOf(branch.facts);
  known.set(branch, series);
  return series;
}
