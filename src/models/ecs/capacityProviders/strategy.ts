/**
 * Capacity provider strategies: `base` first, then by `weight` (API reference, CapacityProviderStrategyItem; developer guide
 * "Capacity providers", read 2026-11). How remainders fall is not documented: here to the provider that is furthest behind
 * its share, then in the strategy's order.
 */
export interface StrategyItem {
  readonly capacityProvider: string;
  /** 0 to 1,000; left out it is 0. */
  readonly weight?: number;
  /** 0 to 100,000; at most one item has one. */
  readonly base?: number;
}

/** The provider for one more task, given how many tasks each has already; undefined where the strategy is empty. */
export function nextProvider(
  strategy: readonly StrategyItem[],
  running: ReadonlyMap<string, number>,
): string | undefined {
  const has = (item: StrategyItem) => running.get(item.capacityProvider) ?? 0;
  const based = strategy.find((item) => has(item) < (item.base ?? 0));
  if (based) return based.capacityProvider;
  const beyond = (item: StrategyItem) => Math.max(0, has(item) - (item.base ?? 0));
  const weights = strategy.reduce((sum, item) => sum + (item.weight ?? 0), 0);
  const total = strategy.reduce((sum, item) => sum + beyond(item), 0) + 1;
  let best: StrategyItem | undefined;
  let most = -Infinity;
  for (const item of strategy) {
    if ((item.weight ?? 0) === 0) continue;
    // Shares compared as integers: total x weight - beyond x weights.
    const behind = total * (item.weight ?? 0) - beyond(item) * weights;
    if (behind > most) [best, most] = [item, behind];
  }
  return best?.capacityProvider;
}

/** How `count` tasks from zero are shared out. */
export function splitTasks(
  strategy: readonly StrategyItem[],
  count: number,
): ReadonlyMap<string, number> {
  const running = new Map(strategy.map((item) => [item.capacityProvider, 0]));
  for (let i = 0; i < count; i++) {
    const provider = nextProvider(strategy, running);
    if (provider === undefined) break;
    running.set(provider, (running.get(provider) ?? 0) + 1);
  }
  return running;
}
