/**
 * The page on any scenario of the repository, standing at any moment: `scene.html?of=test/scenarios/jobs&at=90` (seconds).
 * Development only, for looking at what the stage makes of it.
 */
import { mount } from 'svelte';
import { connectWorld, workerPort } from '../../host/client';
import type { Scenario } from '../../host/scenario';
import App from '../App.svelte';
import { preferredLanguage, words } from '../i18n/words.svelte';
import { Door } from '../lesson/door.svelte';
import { Session } from '../session.svelte';
import { settings } from '../settings.svelte';

settings.restore();
await words.use(preferredLanguage());
const asked = new URLSearchParams(location.search);
const { default: scenario } = (await import(
  /* @vite-ignore */ `/${asked.get('of') ?? 'lessons/scenarios/first-visit'}/scenario.yaml?scenario`
)) as { readonly default: Scenario };
const shown: Scenario = { ...scenario, opensAtMs: 1000 * Number(asked.get('at') ?? 0) };
const session = new Session(shown, () =>
  connectWorld(
    workerPort(new Worker(new URL('../../host/worker.ts', import.meta.url), { type: 'module' })),
  ),
);
void session.open(shown.seed, { play: asked.has('play') });
const target = document.getElementById('app');
const never = () => Promise.reject(new Error('nothing is shared here'));
if (target)
  mount(App, { target, props: { session, door: new Door(session, shown), sharing: never } });
