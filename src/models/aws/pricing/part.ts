/** What the world costs, and the question for it: quayside `cost`. */
import type { ModelPart } from '../../../engine/composeModel';
import type { Admission, Read } from '../../../engine/model';
import { actions } from '../actions';
import { costNow, meter, meterControllers, meterWatches } from './meter';
import prices from './prices.json';
import type { Half } from './types';

const usd = (nano: number): number => nano / 1_000_000_000;

function billOf(half: Half, read: Read) {
  const { nanoUsdPerHour, nanoUsd, instances, fargate } = costNow(half, read);
  return { perHour: usd(nanoUsdPerHour), total: usd(nanoUsd), instances, fargate };
}

/** quayside `cost`: of each half, USD an hour now and since the start. */
const cost = (_input: unknown, read: Read): Admission => ({
  ok: true,
  output: {
    currency: prices.currency,
    region: prices.region,
    date: prices.date,
    leftOut: prices.leftOut,
    ecs: billOf('ecs', read),
    kubernetes: billOf('kubernetes', read),
  },
  effects: [],
});

export const pricingPart: ModelPart = {
  ...actions({ changes: {}, queries: { quayside: { cost } } }),
  commands: { meter },
  controllers: meterControllers,
  watches: meterWatches,
};
