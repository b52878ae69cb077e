/**
 * What a lesson is once its folder has been read (lessons/README.md says how it is written): data without language, prose
 * by language, and what the host writes about a run of it. Durations are virtual milliseconds; `Ms` since the run began,
 * `atMs` of a script since the lesson opened (0:00 on the page).
 */
import type { Request } from '../host/protocol';
import type { Scenario, ScenarioFile } from '../host/scenario';

export type Language = 'en' | 'ko';
export const LANGUAGES: readonly Language[] = ['en', 'ko'];
export type Half = 'ecs' | 'kubernetes';

// The course: small, in the page's entry

export interface Course {
  readonly parts: readonly Part[];
}
export interface Part {
  readonly number: number;
  readonly title: Readonly<Record<Language, string>>;
  readonly lessons: readonly LessonEntry[];
}
export interface LessonEntry {
  readonly number: number;
  /** Its identity: in links, in progress, on the command line. */
  readonly slug: string;
  readonly title: Readonly<Record<Language, string>>;
  /** One sitting, in minutes of the learner's own time. */
  readonly minutes: number;
}

// One lesson, loaded when it is opened

export interface Lesson {
  readonly version: 1;
  readonly slug: string;
  readonly number: number;
  readonly part: number;
  readonly minutes: number;
  /** The world it plays in: ready for `WorldClient.open(scenario, seed, rulesOf(lesson))`. */
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  readonly focus: Focus;
  /** The learner's files, in the order of the tabs. */
  readonly files: readonly ScenarioFile[];
  readonly predict: readonly Question[];
  readonly hints: number;
  readonly goals: readonly Goal[];
  readonly measures: readonly Measure[];
  readonly solution: readonly ScriptStep[];
  /** How long the solution is played after its last step, at most. */
  readonly playsForMs: number;
  readonly nearMisses: readonly NearMiss[];
  readonly transfer: readonly TransferQuestion[];
  /** Pages of the platforms' documentation, most useful first. */
  readonly documentation: readonly string[];
}

export interface Focus {
  /** null: both halves alike. */
  readonly half: Half | null;
  /** The file that is open first. */
  readonly file: string;
  /** Names a thing as `stage:` links do (`ecs/service/web`); null: nothing is selected. */
  readonly select: string | null;
}

export interface Question {
  readonly id: string;
  /** Ids of the options, in the order in which they are shown. */
  readonly options: readonly string[];
  readonly answer: string;
  /** Asked when this goal is met, and the clock waits for it; null: when the lesson opens. */
  readonly askAfter: string | null;
  /** The answer sentence is shown as soon as all of these are known. */
  readonly measures: readonly string[];
  /** Measures and the values that make `answer` right: what the lesson's test holds the run to. */
  readonly proof: readonly Proof[];
}
export interface Proof {
  readonly measure: string;
  readonly test: Test;
}

/** Other numbers, answered in the head, checked on a fork. */
export interface TransferQuestion extends Omit<Question, 'askAfter'> {
  /** null: nothing to play; the answer sentence is enough. */
  readonly fork: Fork | null;
}
export interface Fork {
  /** Where the fork begins: the lesson's opening, or the world as it stands when the question is answered. */
  readonly from: 'open' | 'now';
  readonly steps: readonly ScriptStep[];
  /** How long it is played on after its last step. */
  readonly forMs: number;
}

export interface NearMiss {
  readonly id: string;
  readonly steps: readonly ScriptStep[];
  /** How long it is played, from the lesson's opening. */
  readonly untilMs: number;
  /** Goals that must not be met by then. */
  readonly unmet: readonly string[];
  /** The state that shows the reason. When it holds in a learner's run, the near miss's sentence is shown. */
  readonly shows: readonly Condition[];
  /** How long it must hold: states pass through others on their way. */
  readonly showsForMs: number;
}

/** Steps happen in the order of the list, each as soon as its time or its moment has come. */
export interface ScriptStep {
  readonly when:
    | { readonly atMs: number }
    | { readonly moment: Moment }
    /** So long after the step before, or after the script's beginning. */
    | { readonly plusMs: number };
  readonly act:
    | {
        readonly do: 'requests';
        readonly requests: readonly Request[];
        /** The solution's text of this file is what was applied; null: no file. */
        readonly file: ScenarioFile | null;
        /** A text of the refusal that is expected; null: it must be accepted. */
        readonly refused: string | null;
      }
    /** Back to a moment of the page's clock; what was done later is left behind. */
    | { readonly do: 'rewind'; readonly toMs: number };
}

// Goals and measures: the rules that the host watches (src/lessons/goals)

export interface Rules {
  /** The lesson opens here; windows that name no moment begin here. */
  readonly opensAtMs: number;
  readonly goals: readonly Goal[];
  readonly measures: readonly Measure[];
  readonly nearMisses: readonly Pick<NearMiss, 'id' | 'shows' | 'showsForMs'>[];
  /** Those that scripts wait for: watched from the opening on, so that they are the same after a rewind. */
  readonly moments: readonly Moment[];
}

/** How far a script has come. */
export interface ScriptProgress {
  /** Steps done. */
  readonly step: number;
  readonly of: number;
  /** When the newest step was done, or the script began. */
  readonly atMs: number;
  /** What the newest step applied: to be shown in the editor. */
  readonly file: ScenarioFile | null;
  /** What was refused, or could not be carried out, against expectation. */
  readonly failures: readonly string[];
}

export interface Goal {
  readonly id: string;
  /** All of them must hold at once. */
  readonly conditions: readonly Condition[];
  /** Its window begins here. */
  readonly after: Moment;
  /** From the beginning of the window; null: any time. */
  readonly withinMs: number | null;
  /** How long they must hold without a break. */
  readonly forMs: number;
  /** The conditions must *not* all hold at once, from `after` to `until`. */
  readonly never: boolean;
  /** Only with `never`: met here, if it has not failed. null: when all other goals that count are met. */
  readonly until: Moment | null;
  /** Worth trying, not needed. */
  readonly stretch: boolean;
  /** Which halves its conditions are about: for the page's marks. */
  readonly halves: readonly Half[];
}

export type Condition = ValueCondition | FactCondition;
export interface ValueCondition {
  readonly value: Value;
  readonly test: Test;
}
/** How many such facts there have been since the window began. */
export interface FactCondition {
  readonly happened: FactPattern;
  readonly test: Test;
}

/** A number, text or truth read from the world. */
export interface Value {
  readonly of: Subject;
  readonly path: Path;
}
export interface Subject {
  /** `ecs/service`, `kubernetes/pods`, `ec2/instances`, `elasticloadbalancing/loadBalancer`, a record kind... */
  readonly noun: string;
  /** null: a set. */
  readonly name: string | null;
  readonly where: readonly { readonly path: readonly string[]; readonly test: Test }[];
  /** true: only what was created in the window; false: only what was there before it; null: both. */
  readonly fresh: boolean | null;
}
export type Path =
  | { readonly read: 'field'; readonly field: readonly string[] }
  | { readonly read: 'count' }
  | { readonly read: 'distinct' | 'sum' | 'most' | 'least'; readonly field: readonly string[] }
  /** Counts by the values of a field; the largest or the smallest of them. */
  | { readonly read: 'mostBy' | 'leastBy'; readonly field: readonly string[] };

export type Scalar = string | number | boolean;
export type Operand = Scalar | { readonly measure: string };
export type Test =
  | { readonly op: 'is'; readonly any: readonly Operand[] }
  | { readonly op: 'atLeast' | 'atMost'; readonly than: Operand }
  | { readonly op: 'includes'; readonly what: Scalar }
  | { readonly op: 'exists'; readonly should: boolean };

export interface FactPattern {
  /** `ecs`, `kubernetes`, `aws`, `request`... */
  readonly model: string;
  readonly type: string;
  /** The thing that it is about: its whole key or what stands after the last `/`; `*` for anything. null: anything. */
  readonly about: string | null;
  readonly data: readonly { readonly path: readonly string[]; readonly test: Test }[];
}

export type Moment =
  | { readonly at: 'open'; readonly plusMs: number }
  | { readonly at: 'goal'; readonly goal: string; readonly plusMs: number }
  /** `nth` null: the newest, each new one counts anew. `onwards`: that one, and each later one anew. */
  | {
      readonly at: 'fact';
      readonly fact: FactPattern;
      readonly nth: number | null;
      readonly onwards: boolean;
      readonly plusMs: number;
    }
  /** The first time after `after` at which the conditions hold; `again`: having not held since then. */
  | {
      readonly at: 'state';
      readonly conditions: readonly Condition[];
      readonly after: Moment;
      readonly again: boolean;
      readonly plusMs: number;
    }
  /** When all of them have come: the latest. */
  | { readonly at: 'all'; readonly moments: readonly Moment[]; readonly plusMs: number };

export type Unit = 'count' | 'seconds' | 'requests' | 'usd' | 'percent' | 'text';
export interface Measure {
  readonly name: string;
  readonly unit: Unit;
  readonly take:
    /** The value at a moment; null: as it is now. */
    | {
        readonly how: 'value';
        readonly value: Value;
        readonly at: Moment | null;
        readonly since: Moment;
      }
    | { readonly how: 'seconds'; readonly from: Moment; readonly to: Moment }
    /** The largest or smallest that it was between the two. `to` null: so far. */
    | {
        readonly how: 'most' | 'least' | 'change';
        readonly value: Value;
        readonly from: Moment;
        readonly to: Moment | null;
      }
    | {
        readonly how: 'facts';
        readonly fact: FactPattern;
        readonly from: Moment;
        readonly to: Moment | null;
      };
}

// What the host writes about a run: records of the world's copy on the page, outside every digest

/**
 * `waiting`: its window has not begun. `unmet`. `holding`: its conditions hold, not yet for long enough. `met`: stays so
 * in this run. `late`: `within` is over. `failed`: `never` has happened. A new beginning of the window leaves the last
 * two behind, and so does rewinding.
 */
export type GoalPhase = 'waiting' | 'unmet' | 'holding' | 'met' | 'late' | 'failed';
export interface GoalState {
  readonly id: string;
  readonly phase: GoalPhase;
  /** When this phase began. */
  readonly sinceMs: number;
  readonly metAtMs: number | null;
  /** When the window began; null while waiting. */
  readonly windowMs: number | null;
  /** When `within` is over, or `until` has come, while that can still happen; for a countdown. */
  readonly dueMs: number | null;
  /** The number that does not hold yet, as it is now. null: it is none, or another condition is awaited. */
  readonly now: number | null;
  /** While holding: when it will be met if nothing breaks it. */
  readonly metIfHeldMs: number | null;
}
export interface MeasureState {
  readonly name: string;
  readonly unit: Unit;
  /** null: not known yet. Seconds to the millisecond. */
  readonly value: number | string | boolean | null;
  /** false: it still changes with the run. */
  readonly final: boolean;
  readonly atMs: number;
}
export interface NearMissState {
  readonly id: string;
  readonly seenAtMs: number;
}

export type LessonFact =
  | { readonly type: 'goalMet'; readonly data: { readonly goal: string; readonly tookMs: number } }
  | { readonly type: 'goalFailed'; readonly data: { readonly goal: string } }
  | {
      readonly type: 'goalLate';
      readonly data: { readonly goal: string; readonly withinMs: number };
    }
  | { readonly type: 'goalReopened'; readonly data: { readonly goal: string } }
  | { readonly type: 'nearMissSeen'; readonly data: { readonly nearMiss: string } };

declare module '../engine/model' {
  interface RecordKinds {
    /** Key: goal id. */
    'lesson/Goal': GoalState;
    /** Key: name of the measure. */
    'lesson/Measure': MeasureState;
    /** Key: id. There once it has been seen in this run. */
    'lesson/NearMiss': NearMissState;
  }
  interface FactTypes {
    lesson: LessonFact;
  }
}

// Prose: Markdown, read at build time

export interface Prose {
  readonly language: Language;
  readonly title: string;
  /** The lesson in one sentence. */
  readonly idea: Line;
  readonly goals: Readonly<Record<string, Line>>;
  readonly hints: readonly Line[];
  readonly predict: Readonly<Record<string, QuestionText>>;
  readonly nearMisses: Readonly<Record<string, Line>>;
  readonly transfer: Readonly<Record<string, QuestionText>>;
  readonly body: readonly Block[];
}
export interface QuestionText {
  readonly question: Line;
  readonly options: Readonly<Record<string, Line>>;
  /** One sentence with the measured numbers. */
  readonly answer: Line;
}

export type Line = readonly Inline[];
export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'strong' | 'em'; readonly line: Line }
  | { readonly is: 'link'; readonly href: string; readonly line: Line }
  /** Rings a thing on the stage: `ecs/service/web`. */
  | { readonly is: 'stage'; readonly thing: string; readonly line: Line }
  | { readonly is: 'measure'; readonly name: string }
  | { readonly is: 'break' };
export type Block =
  | { readonly is: 'paragraph'; readonly line: Line }
  | { readonly is: 'heading'; readonly level: 2 | 3; readonly line: Line }
  | {
      readonly is: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly is: 'quote'; readonly blocks: readonly Block[] }
  /** Here the next prediction is asked; what follows is told once it is answered. */
  | { readonly is: 'turn' }
  | { readonly is: 'code'; readonly language: string; readonly text: string }
  | {
      readonly is: 'table';
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
    };
