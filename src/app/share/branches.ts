/**
 * Futures that were left behind, kept between visits: only what was asked in each is written down. When the learner's run has
 * been opened again, each is played once more in a world of its own, and stands beside it as it did.
 */
import type { KeptBranch } from '../../host/sharedRun';
import type { TimedRequest } from '../../host/scenario';
import type { Session } from '../session.svelte';
import type { RequestData } from '../sentences/types';
import type { LeftBehind } from '../time/run.svelte';

/** Wall time of one answer: the page goes on meanwhile. */
const BUDGET_MS = 40;

/** null: its beginning is forgotten, so that it cannot be played again. */
export function keptBranch({ forkedAtMs, untilMs, facts, kept }: LeftBehind): KeptBranch | null {
  if (kept) return kept;
  if (facts[0]?.serial !== 0) return null;
  const journal = facts.flatMap(({ model, atMs, data }): TimedRequest[] => {
    if (model !== 'request') return [];
    const { by, request } = data as RequestData;
    return by === 'scenario' ? [] : [{ atMs, by: by as TimedRequest['by'], request }];
  });
  return { forkedAtMs, untilMs, journal };
}

/** They are on the timeline at once, and in the charts one after another. Whoever opens another world meanwhile ends it. */
export async function recallBranches(
  session: Session,
  branches: readonly KeptBranch[],
): Promise<void> {
  const { openings, sampled } = session;
  const { run } = session.world;
  const left = branches.map(outline);
  for (const branch of left) void sampled.recall(branch);
  run.recall(left);
  for (const branch of left) {
    const played = await playedAgain(branch, session, () => session.openings === openings);
    if (played) run.exchange(branch, played);
  }
}

function outline(kept: KeptBranch): LeftBehind {
  const { forkedAtMs, untilMs, journal } = kept;
  const later = journal.filter(({ atMs, by }) => atMs > forkedAtMs && by === 'learner');
  return { forkedAtMs, untilMs, changes: later.length, facts: [], kept };
}

/** Plays it in a world of its own. null: nobody waits for it any more. */
async function playedAgain(
  branch: LeftBehind,
  session: Session,
  wanted: () => boolean,
): Promise<LeftBehind | null> {
  const { scenario, seed, sampled } = session;
  if (!wanted()) return null;
  const client = session.connect();
  try {
    const requests = [...scenario.requests, ...(branch.kept?.journal ?? [])];
    let changes = await client.open({ ...scenario, requests }, seed);
    const facts = [...changes.facts];
    while (wanted() && changes.nowMs < branch.untilMs) {
      changes = await client.advance(branch.untilMs, { budgetMs: BUDGET_MS });
      for (const fact of changes.facts) facts.push(fact);
    }
    const played = { ...branch, facts };
    await sampled.recall(played, (request) => client.query(request).catch(() => null));
    return wanted() ? played : null;
  } finally {
    client.close();
  }
}
