/**
 * The run on the page, kept between visits: what was asked and marked goes into the browser's storage whenever something was,
 * the moment when the page is left. Where it cannot be kept, the learner is told, once.
 */
import { FORMAT, scenarioOf, type SharedRun } from '../../host/sharedRun';
import type { Changes } from '../../host/protocol';
import type { Session } from '../session.svelte';
import { forget, kept, write } from '../storage';
import { keptBranch } from './branches';
import { shareWords } from './words';

/** A longer journal is not kept: storage is for everybody's texts too. */
export const KEPT_LIMIT = 512 * 1024;

export function keepRun(session: Session): void {
  let journal: SharedRun['journal'] = [];
  /** The world that `journal` is of. */
  let of = -1;
  let told = false;
  /** The world whose run was said to be too long. */
  let tooLong = -1;

  const save = () => {
    if (session.replaying || session.phase !== 'live' || of !== session.openings) return;
    const key = `run/${session.keptAs}`;
    const text = textOf(session, journal);
    if (text === '') forget(key);
    else if (text.length <= KEPT_LIMIT) write(key, text);
    else {
      forget(key);
      if (tooLong !== of) sayTooLong(session);
      tooLong = of;
    }
    tellRefused();
  };
  const tellRefused = () => {
    if (kept() || told) return;
    told = true;
    session.note = { kind: 'noStorage' };
  };

  /** A world that has just been opened holds what the page gave it. The first may still be told to go on with an earlier run. */
  const begin = () => {
    const first = of === -1;
    [journal, of] = [session.done, session.openings];
    if (first) tellRefused();
    else save();
  };
  session.onChanges = (changes) => {
    const opening = session.openings;
    if (of !== opening) return begin();
    if (session.replaying || !asks(changes)) return;
    void session.journal().then((asked) => {
      if (opening !== session.openings) return;
      journal = asked;
      save();
    });
  };
  if (session.phase === 'live') begin();
  session.bookmarks.onToggle = save;
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
}

/** '': nothing was done that would be missed. Without the futures that were left, where all of it is too long. */
function textOf(session: Session, journal: SharedRun['journal']): string {
  const { seed, scenario, world, bookmarks } = session;
  const branches = world.run.branches.flatMap((branch) => keptBranch(branch) ?? []);
  if (journal.length + bookmarks.atMs.length + branches.length === 0) return '';
  const run: SharedRun = {
    format: FORMAT,
    scenario: scenarioOf(scenario),
    seed,
    journal,
    files: [],
    atMs: world.nowMs,
    digest: {},
    bookmarks: bookmarks.atMs,
    branches,
  };
  const text = JSON.stringify(run);
  return text.length <= KEPT_LIMIT ? text : JSON.stringify({ ...run, branches: [] });
}

function sayTooLong(session: Session): void {
  session.note = {
    kind: 'told',
    text: () => shareWords().tooLongToKeep(KEPT_LIMIT / 1024),
    act: {
      label: () => shareWords().save,
      run: () => document.getElementById('share-panel')?.showPopover(),
    },
  };
}

/** Time has jumped, so that something may have been left behind; or somebody has asked for something. */
const asks = ({ whole, facts }: Changes): boolean =>
  whole || facts.some(({ model }) => model === 'request');
