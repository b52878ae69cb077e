/** The world on the caller's own thread, behind the same messages: for tests and for browsers that refuse workers. */
import { Answering, type WallMs } from './answer';
import type { Port } from './client';
import type { FromWorld } from './protocol';

export function inlinePort(wallMs: WallMs): Port {
  const answering = new Answering(wallMs);
  let receive: (message: FromWorld) => void = () => {};
  return {
    post(message) {
      // A copy, as a worker would get; so that nobody comes to rely on shared objects.
      const answer = structuredClone(answering.answer(structuredClone(message)));
      queueMicrotask(() => {
        receive(answer);
      });
    },
    onAnswer(handler) {
      receive = handler;
    },
    onDeath() {},
    close() {},
  };
}
