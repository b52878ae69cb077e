/** The world in a Web Worker: the only file that touches `self` and `postMessage`. It has no timers and no loop. */
import { Answering } from './answer';
import type { ToWorld } from './protocol';

const answering = new Answering(() => performance.now());

self.addEventListener('message', (event: MessageEvent<ToWorld>) => {
  self.postMessage(answering.answer(event.data));
});
