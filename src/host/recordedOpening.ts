/**
 * How a scenario begins, as data: what a world that has just been opened answers first, and until when nothing happens by
 * itself. Recorded when the page is built, by the same world; so the stage can live before that world has been fetched.
 */
import { RollingDigest } from '../engine/digest';
import type { AgendaEntry, Changes, FromWorld, ToWorld } from './protocol';
import type { Scenario } from './scenario';

export interface RecordedOpening {
  /** `scenarioHash` of what was recorded: of another one this says nothing. */
  readonly scenario: string;
  readonly seed: number;
  readonly changes: Changes;
  readonly agenda: readonly AgendaEntry[];
  readonly quietUntilMs: number;
}

export function scenarioHash(scenario: Scenario): string {
  const digest = new RollingDigest();
  digest.add(scenario);
  return digest.toString();
}

/** Answers from the recording what it can: the opening itself, time in which nothing happens, and what is due later. */
export class OpeningAnswers {
  private open = false;
  nowMs = 0;

  constructor(private readonly recorded: RecordedOpening | null) {}

  /** undefined: only the world itself knows. */
  answer(message: ToWorld): FromWorld | undefined {
    const { recorded } = this;
    if (!recorded) return undefined;
    const given = this.given(message, recorded);
    return given && { id: message.id, ok: true, ...given };
  }

  private given(message: ToWorld, recorded: RecordedOpening) {
    const { changes, agenda } = recorded;
    if (message.do === 'open') {
      this.open =
        !message.rules &&
        message.seed === recorded.seed &&
        scenarioHash(message.scenario as Scenario) === recorded.scenario;
      this.nowMs = changes.nowMs;
      return this.open ? { changes } : undefined;
    }
    if (!this.open) return undefined;
    if (message.do === 'agenda') return { result: agenda.slice(0, message.limit) };
    if (message.do !== 'advance' || message.untilNextFact) return undefined;
    if (message.toMs >= recorded.quietUntilMs) return undefined;
    this.nowMs = Math.max(this.nowMs, message.toMs);
    return { changes: { ...changes, nowMs: this.nowMs, whole: false, records: [], facts: [] } };
  }
}
