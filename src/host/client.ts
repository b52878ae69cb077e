/** The page's end of the door: promises over messages. Only `submit` makes requests that change the world. */
import type { Fact, Kind } from '../engine/model';
import type {
  AgendaEntry,
  By,
  Changes,
  Digest,
  FromWorld,
  LifecycleView,
  MachineDescription,
  Request,
  Response,
  ToWorld,
} from './protocol';
import type { Rules, ScriptStep } from '../lessons/types';
import type { Branch, JournalEntry } from './journal';
import type { Scenario } from './scenario';

export interface Port {
  post(message: ToWorld): void;
  onAnswer(handler: (message: FromWorld) => void): void;
  /** The other side is gone: no answer will come. */
  onDeath(handler: (why: string) => void): void;
  close(): void;
}

export interface WorldClient {
  open(scenario: Scenario, seed: number, rules?: Rules): Promise<Changes>;
  advance(toMs: number, options?: AdvanceOptions): Promise<Changes>;
  submit(by: By, request: Request): Promise<{ changes: Changes; response: Response }>;
  query(request: Request): Promise<Response>;
  seek(toMs: number): Promise<Changes>;
  fork(): Promise<Changes>;
  /** Plays a lesson's script from now on; the page goes on asking for time. */
  play(steps: readonly ScriptStep[], baseMs?: number): Promise<Changes>;
  stopPlaying(): Promise<Changes>;
  lifecycles(of: { kind: Kind; key: string }): Promise<readonly LifecycleView[]>;
  describeMachine(lifecycle: string): Promise<MachineDescription>;
  causes(serial: number): Promise<readonly Fact[]>;
  agenda(limit: number): Promise<readonly AgendaEntry[]>;
  journal(): Promise<{ entries: readonly JournalEntry[]; branches: readonly Branch[] }>;
  digest(): Promise<Digest>;
  close(): void;
}

/** When to stop before `toMs`. */
export interface AdvanceOptions {
  readonly untilNextFact?: boolean;
  readonly untilMet?: readonly string[];
  readonly budgetMs?: number;
}

type Unsent = ToWorld extends infer M ? (M extends { id: number } ? Omit<M, 'id'> : never) : never;
type Answer = Extract<FromWorld, { ok: true }>;

export function connectWorld(port: Port): WorldClient {
  const waiting = new Map<number, { resolve(a: Answer): void; reject(e: Error): void }>();
  let lastId = 0;
  let died: string | undefined;

  port.onAnswer((message) => {
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) waiter?.resolve(message);
    else waiter?.reject(new Error(message.error));
  });
  port.onDeath((why) => {
    died = why;
    for (const waiter of waiting.values()) waiter.reject(new WorldDied(why));
    waiting.clear();
  });

  const send = (message: Unsent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (died !== undefined) throw new WorldDied(died);
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      port.post({ ...message, id: lastId });
    });
  const changes = async (message: Unsent) => (await send(message)).changes as Changes;
  const result = async <T>(message: Unsent) => (await send(message)).result as T;

  return {
    open: (scenario, seed, rules) =>
      changes({ do: 'open', scenario, seed, ...(rules ? { rules } : {}) }),
    advance: (toMs, options = {}) => changes({ do: 'advance', toMs, ...options }),
    submit: async (by, request) => {
      const answer = await send({ do: 'submit', by, request });
      return { changes: answer.changes as Changes, response: answer.result as Response };
    },
    query: (request) => result({ do: 'query', request }),
    seek: (toMs) => changes({ do: 'seek', toMs }),
    fork: () => changes({ do: 'fork' }),
    play: (steps, baseMs) =>
      changes({ do: 'play', steps, ...(baseMs === undefined ? {} : { baseMs }) }),
    stopPlaying: () => changes({ do: 'stopPlaying' }),
    lifecycles: (of) => result({ do: 'lifecycles', of }),
    describeMachine: (lifecycle) => result({ do: 'describeMachine', lifecycle }),
    causes: (serial) => result({ do: 'causes', serial }),
    agenda: (limit) => result({ do: 'agenda', limit }),
    journal: () => result({ do: 'journal' }),
    digest: () => result({ do: 'digest' }),
    close: () => {
      port.close();
    },
  };
}

/** The worker ended without an answer; the journal can rebuild the world. */
export class WorldDied extends Error {}

export function workerPort(worker: Worker): Port {
  return {
    post(message) {
      worker.postMessage(message);
    },
    onAnswer(handler) {
      worker.addEventListener('message', (event: MessageEvent<FromWorld>) => {
        handler(event.data);
      });
    },
    onDeath(handler) {
      worker.addEventListener('error', (event) => {
        handler(event.message || 'the worker ended');
      });
    },
    close() {
      worker.terminate();
    },
  };
}
