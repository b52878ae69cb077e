/** The page, with a scenario that rolls out 1,000 tasks and 1,000 pods: what `npm run bench` watches. Development only. */
import { mount } from 'svelte';
import { connectWorld, workerPort } from '../../host/client';
import App from '../App.svelte';
import { Door } from '../lesson/door.svelte';
import { Session } from '../session.svelte';
import { settings } from '../settings.svelte';
import scenario from './thousand/scenario.yaml?scenario';

settings.restore();
const session = new Session(scenario, () =>
  connectWorld(
    workerPort(new Worker(new URL('../../host/worker.ts', import.meta.url), { type: 'module' })),
  ),
);
void session.open(scenario.seed);
const target = document.getElementById('app');
const never = () => Promise.reject(new Error('nothing is shared here'));
if (target)
  mount(App, { target, props: { session, door: new Door(session, scenario), sharing: never } });
