/**
 * What the embedding page and this one say to each other. It sends `{ quayside: 'play' | 'pause' }`,
 * `{ quayside: 'seek', toMs }` and `{ quayside: 'apply', document, id? }`; it hears `ready`, `time` (at most four times a
 * second), `goal` and `applied`. Only the page that embeds this one, and only if it is of the origin that the address names,
 * is listened to and spoken to. Times are milliseconds from 0:00.
 */
import type { Door } from '../lesson/door.svelte';
import type { Session } from '../session.svelte';

export type FromEmbed =
  | { readonly quayside: 'ready'; readonly nowMs: number; readonly lesson: string | null }
  | { readonly quayside: 'time'; readonly nowMs: number; readonly playing: boolean }
  | {
      readonly quayside: 'goal';
      readonly lesson: string;
      readonly goal: string;
      readonly nowMs: number;
    }
  | {
      readonly quayside: 'applied';
      readonly id: unknown;
      readonly ok: boolean;
      readonly message: string | null;
    };

export interface Embedding {
  readonly session: Session;
  readonly door: Door;
  /** Of the embedding page. */
  readonly origin: string;
  readonly frame?: Window;
}

export function talkToParent({ session, door, origin, frame = window }: Embedding): () => void {
  const { parent } = frame;
  const say = (message: FromEmbed) => {
    parent.postMessage(message, origin);
  };
  const nowMs = () => session.world.nowMs - session.originMs;

  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== parent || event.origin !== origin) return;
    void carryOut(event.data, session).then((answer) => {
      if (answer) say(answer);
    });
  };
  frame.addEventListener('message', onMessage);

  const stop = $effect.root(() => {
    $effect(() => {
      if (session.phase !== 'live') return;
      const lesson = door.course?.run?.lesson.slug ?? null;
      say({ quayside: 'ready', nowMs: session.world.nowMs - session.originMs, lesson });
    });
    $effect(() => {
      void session.world.pulse;
      const { playing } = session.playback;
      if (session.phase === 'live') say({ quayside: 'time', nowMs: nowMs(), playing });
    });
    let told: readonly string[] = [];
    $effect(() => {
      const run = door.course?.run;
      const met = run?.metNow ?? [];
      for (const goal of met)
        if (run && !told.includes(goal))
          say({ quayside: 'goal', lesson: run.lesson.slug, goal, nowMs: nowMs() });
      told = met;
    });
  });
  return () => {
    frame.removeEventListener('message', onMessage);
    stop();
  };
}

type Fields = Readonly<Record<string, unknown>>;

async function carryOut(message: unknown, session: Session): Promise<FromEmbed | undefined> {
  if (typeof message !== 'object' || message === null || session.phase !== 'live') return undefined;
  const { quayside, toMs, document, id = null } = message as Fields;
  switch (quayside) {
    case 'play':
      session.playback.play();
      return undefined;
    case 'pause':
      session.playback.pause();
      return undefined;
    case 'seek':
      if (typeof toMs === 'number' && Number.isFinite(toMs) && toMs >= 0)
        await session.seek(session.originMs + Math.min(toMs, DAY_MS));
      return undefined;
    case 'apply': {
      const request = { api: 'quayside', action: 'applyDocument', input: { document } } as const;
      const response = await session.submit(request);
      const text = response.ok ? null : response.error.message;
      return { quayside: 'applied', id, ok: response.ok, message: text };
    }
    default:
      return undefined;
  }
}

const DAY_MS = 86_400_000;
