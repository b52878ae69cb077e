/** The page's entry: language first, then the run; what is heavy comes later, by itself. */
import { mount } from 'svelte';
import scenario from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { connectWorld, workerPort, type WorldClient } from '../host/client';
import App from './App.svelte';
import { embedded } from './embed/options';
import { preferredLanguage, words } from './i18n/words.svelte';
import { Door, linkedLesson } from './lesson/door.svelte';
import { Session } from './session.svelte';
import { settings } from './settings.svelte';
import type { Sharing } from './share/sharing';
import { read } from './storage';

/** The worker that `first-paint.js` has started, once; another one when that has died. */
function startWorker(): WorldClient {
  const early = globalThis as { quaysideWorker?: Worker };
  const worker =
    early.quaysideWorker ??
    new Worker(new URL('../host/worker.ts', import.meta.url), { type: 'module' });
  delete early.quaysideWorker;
  return connectWorld(workerPort(worker));
}

settings.restore();
const session = new Session(scenario, startWorker);
const door = new Door(session, scenario);
let shared: Promise<Sharing> | undefined;
const sharing = (): Promise<Sharing> =>
  (shared ??= import('./share/sharing').then((part) => new part.Sharing(session, door, scenario)));

// A lesson that is linked opens a world of its own; so do a run that is linked, and one that was kept.
const lesson = linkedLesson();
const linksRun = () => location.hash.startsWith('#run=');
const keeps = () => !embedded && read(`run/${session.keptAs}`) !== null;
if (lesson === null && !linksRun() && !keeps())
  void session.open(scenario.seed, { play: embedded?.autoplay ?? true });
addEventListener('hashchange', () => {
  if (linksRun()) void arrive();
});
void start();

async function start(): Promise<void> {
  await words.use(preferredLanguage());
  if (lesson !== null) await door.follow();
  const target = document.getElementById('app');
  if (!target) throw new Error('index.html has no #app');
  target.replaceChildren();
  mount(App, { target, props: { session, door, sharing } });
  if (embedded?.origin) {
    const { talkToParent } = await import('./embed/messages.svelte');
    talkToParent({ session, door, origin: embedded.origin });
  }
  if (linksRun() || keeps()) await arrive();
}

/** A run from elsewhere, or the learner's own from the last visit; without either the scenario is opened from its start. */
async function arrive(): Promise<void> {
  try {
    const runs = await sharing();
    if (linksRun()) return await runs.openLink(location.hash);
    if (await runs.resume(session.scenario, {})) return;
  } catch {
    shared = undefined;
  }
  if (session.openings === 0) await session.open(scenario.seed);
}
