/**
 * Show me: a fresh run of the lesson in which its solution is typed into the same editor at a readable pace, and its
 * steps are played by the world through the same requests, in the lesson's name. The learner's texts are put aside first.
 */
import type { Lesson, ScriptStep } from '../../lessons/types';
import type { ScenarioFile } from '../../host/scenario';
import type { Desk } from '../handles';
import type { Session } from '../session.svelte';
import { viewport } from '../viewport.svelte';
import { Pace } from './pace';
import { Lost, Player, Stopped } from './player';
import { typed } from './typing';

const BITE_MS = 55;
const PAUSE_MS = 700;
/** Before the first change of a file: it is to be seen as it was. */
const LOOK_MS = 900;

export class ShowMe {
  state = $state<'no' | 'playing' | 'shown' | 'stopped' | 'lost'>('no');
  /** How many of the steps are done. */
  step = $state(0);
  readonly #session: Session;
  readonly #lesson: Lesson;
  readonly #desk: () => Desk | undefined;
  #player: Player | null = null;

  constructor(session: Session, lesson: Lesson, desk: () => Desk | undefined) {
    this.#session = session;
    this.#lesson = lesson;
    this.#desk = desk;
  }

  get of(): number {
    return this.#lesson.solution.length;
  }

  reset(): void {
    this.#player?.stop();
    this.#player = null;
    this.state = 'no';
  }

  stop(): void {
    this.#player?.stop();
    this.state = 'stopped';
  }

  async start(): Promise<void> {
    const [session, lesson] = [this.#session, this.#lesson];
    this.#player?.stop();
    this.state = 'playing';
    this.step = 0;
    const desk = this.#desk();
    desk?.putAside();
    for (const { name, text } of lesson.files) desk?.write(name, text, 0);
    session.playback.waits = null;
    await session.open(session.seed, { play: false });
    const speed = session.playback.speed;
    const pace = new Pace(session.playback, () => performance.now());
    const player = new Player(session, () => pace.look());
    this.#player = player;
    try {
      for (const step of lesson.solution) {
        await this.#perform(step, player, pace);
        this.step += 1;
      }
      await player.until(
        session.world.nowMs + lesson.playsForMs,
        () => this.#allMet(),
        () => pace.leaps,
      );
      this.state = 'shown';
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      if (this.#player === player && this.state === 'playing')
        this.state = error instanceof Lost ? 'lost' : 'stopped';
    } finally {
      session.playback.pause();
      session.playback.speed = speed;
    }
  }

  async #perform({ when, act }: ScriptStep, player: Player, pace: Pace): Promise<void> {
    pace.slow();
    await player.reach(when);
    pace.slow();
    if (act.do === 'requests' && act.file) await this.#type(act.file, player);
    else await player.wait(PAUSE_MS);
    await player.carryOut(act);
    if (act.do === 'requests' && act.file) this.#desk()?.applied(act.file.name);
    await player.wait(PAUSE_MS);
  }

  async #type({ name, text }: ScenarioFile, player: Player): Promise<void> {
    const desk = this.#desk();
    if (!desk) return;
    const steps = typed(desk.text(name), text);
    desk.write(name, desk.text(name), steps[0]?.at ?? 0);
    await player.wait(LOOK_MS);
    for (const each of viewport.reducedMotion ? steps.filter(({ pause }) => pause) : steps) {
      desk.write(name, each.text, each.at);
      await player.wait(each.pause ? PAUSE_MS : BITE_MS);
    }
  }

  #allMet(): boolean {
    const { records } = this.#session.world;
    return this.#lesson.goals.every(({ id, stretch }) => {
      const phase = records.get('lesson/Goal', id)?.phase;
      // An extra that this solution does not go for is not waited for.
      return phase === 'met' || (stretch && phase === 'waiting');
    });
  }
}
