/** The ledger as data and as text, for whoever writes it above the stage; and one scale for both gauges. */
import { figure } from './clock';
import { halvesOf, type Half, type Ledger, type View } from './view';
import type { Words } from './words';

export const ledgerOf = (half: Half): Ledger => half.ledger;

export interface LedgerText {
  /** `6 desiredCount` */
  readonly asked: string;
  /** `5 RUNNING + 1 ACTIVATING` */
  readonly true: string;
  readonly state: string;
  /** `1 ACTIVATING`; empty when all is as asked. */
  readonly underWay: string;
}

export function ledgerText(ledger: Ledger, words: Words): LedgerText {
  const underWay = underWayText(ledger, words);
  const { state, count } = ledger.true;
  return {
    asked: `${figure(ledger.asked)} ${ledger.askedAs}`,
    true: `${figure(count)} ${state}${underWay === '' ? '' : ` + ${underWay}`}`,
    state,
    underWay,
  };
}

/** One state: its own word. Several of one family: the family's. What is sick or lost is always said in ours. */
function underWayText({ underWay }: Ledger, words: Words): string {
  const families = [...new Set(underWay.map((each) => each.family))];
  return families
    .map((family) => {
      const states = underWay.filter((each) => each.family === family);
      const count = states.reduce((sum, each) => sum + each.count, 0);
      const [only] = states;
      const ours = states.length > 1 || family === 'unhealthy' || family === 'unknown';
      return `${figure(count)} ${ours ? words.family[family] : only?.state}`;
    })
    .join(' + ');
}

/** Both halves are drawn up to the most that either may run. */
export const sharedMax = (view: View): number =>
  Math.max(1, ...halvesOf(view).map((half) => half.ledger.gauge.max));
