/** The bill of each half, as the quayside `cost` query gives it, and what is on it. */
import { costNow } from '../../../models/aws/pricing/meter';
import { byName, lastPart, noun, type Noun } from './noun';

const NANO = 1_000_000_000;
/** The bill rises all the time; nobody needs it to the second. */
const PERIOD_MS = 60_000;

const bills = noun({
  kind: 'pricing/Cost',
  half: null,
  key: byName,
  counters: {
    total: {
      total: ({ half }, { read }) => costNow(half, read).nanoUsd,
      perUnit: NANO,
      unit: 'usd',
      rises: ({ nanoUsdPerHour }) => nanoUsdPerHour > 0,
      everyMs: PERIOD_MS,
    },
  },
  fields: { perHour: ({ nanoUsdPerHour }) => nanoUsdPerHour / NANO },
});

const items = noun({
  kind: 'pricing/Metered',
  half: null,
  key: byName,
  fields: {
    id: (_item, { key }) => lastPart(key),
    perHour: ({ nanoUsdPerHour }) => nanoUsdPerHour / NANO,
  },
});

export const costNouns: Readonly<Record<string, Noun>> = {
  'pricing/bill': bills,
  'pricing/bills': bills,
  'pricing/item': items,
  'pricing/items': items,
};
