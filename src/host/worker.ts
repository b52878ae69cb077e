/** The world in a Web Worker: the only file that touches `self` and `postMessage`. It has no loop. */
import opening from '../../lessons/scenarios/first-visit/scenario.yaml?opening';
import type { ToWorld } from './protocol';
import { Reception } from './reception';

const reception = new Reception(opening, {
  async fetchWorld() {
    const { Answering } = await import('./answer');
    return new Answering(() => performance.now());
  },
  post: (message) => {
    self.postMessage(message);
  },
  breathe: () => new Promise((resume) => setTimeout(resume)),
  die: (why) => {
    reportError(why);
  },
});

self.addEventListener('message', (event: MessageEvent<ToWorld>) => {
  reception.receive(event.data);
});
