/** The page's entry: language first, then the run; what is heavy comes later, by itself. */
import { mount } from 'svelte';
import scenario from '../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { connectWorld, workerPort, type WorldClient } from '../host/client';
import App from './App.svelte';
import { preferredLanguage, words } from './i18n/words.svelte';
import { Door, linkedLesson } from './lesson/door.svelte';
import { Session } from './session.svelte';
import { settings } from './settings.svelte';

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
// A lesson that is linked opens a world of its own.
const lesson = linkedLesson();
if (lesson === null) void session.open(scenario.seed);
void start();

async function start(): Promise<void> {
  await words.use(preferredLanguage());
  if (lesson !== null) await door.follow();
  const target = document.getElementById('app');
  if (!target) throw new Error('index.html has no #app');
  target.replaceChildren();
  mount(App, { target, props: { session, door } });
}
