/**
 * The run on the page, kept between visits: what was asked goes into the browser's storage whenever something was asked, the
 * moment when the page is left. A browser that refuses is told of, once.
 */
import { FORMAT, scenarioOf, type SharedRun } from '../../host/sharedRun';
import type { Changes } from '../../host/protocol';
import type { Session } from '../session.svelte';
import { forget, kept, write } from '../storage';

/** A longer journal is not kept: storage is for everybody's texts too. */
const LIMIT = 512 * 1024;

export function keepRun(session: Session): void {
  let journal: SharedRun['journal'] = [];
  let told = false;

  const save = () => {
    if (session.replaying || session.phase !== 'live') return;
    const key = `run/${session.keptAs}`;
    const { seed, scenario, world } = session;
    const run: SharedRun = {
      format: FORMAT,
      scenario: scenarioOf(scenario),
      seed,
      journal,
      files: [],
      atMs: world.nowMs,
      digest: {},
    };
    const text = JSON.stringify(run);
    if (journal.length === 0 || text.length > LIMIT) forget(key);
    else write(key, text);
    if (kept() || told) return;
    told = true;
    session.note = { kind: 'noStorage' };
  };

  session.onChanges = (changes) => {
    if (session.replaying || !asks(changes)) return;
    void session.journal().then((asked) => {
      journal = asked;
      save();
    });
  };
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
}

/** Time has jumped, so that something may have been left behind; or somebody has asked for something. */
const asks = ({ whole, facts }: Changes): boolean =>
  whole || facts.some(({ model }) => model === 'request');
