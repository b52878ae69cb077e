/** The words around a lesson, in English. What a lesson itself says stands in its folder. */
export const en = {
  course: 'Course',
  lesson: 'Lesson',
  place: (n: number, of: number) => `${n} / ${of}`,
  placeSpoken: (n: number, of: number) => `Lesson ${n} of ${of}`,
  minutes: (n: number) => `${n} min`,
  idea: 'The idea',

  goals: 'Goals',
  metOf: (met: number, of: number) => `${met} of ${of} met`,
  met: (at: string) => `met at ${at}`,
  metBefore: 'met before',
  watched: 'watched',
  holds: (now: string, of: string) => `holds ${now} of ${of} s`,
  holdsSoFar: 'holds so far',
  left: (time: string) => `${time} left`,
  now: (value: number) => `now ${String(Math.round(value * 1000) / 1000)}`,
  late: 'too late: rewind, or do it again',
  failed: (at: string) => `broken at ${at}: rewind, or begin again`,
  notYet: 'not yet',
  later: 'comes later',
  stretch: 'extra',
  goalMet: (goal: string) => `Goal met: ${goal}`,
  goalWatched: (goal: string) => `Watched: ${goal}`,
  goalFailed: (goal: string) => `No longer possible in this run: ${goal}`,
  goalLate: (goal: string) => `Too late: ${goal}`,
  allMet: 'Every goal is met. Next is open.',

  clockWaits: 'The clock waits for your answer.',
  answerLater: 'The answer is measured in this run.',
  chosen: 'your answer',
  right: 'what happened',
  goOn: 'Go on without an answer',
  unknown: 'not known yet',

  hints: 'Hints',
  hint: (n: number, of: number) => `Hint ${n} of ${of}`,

  nearMiss: 'Nearly',
  transfer: 'With other numbers',
  check: 'Try it',
  checkFresh: 'plays it from 0:00',
  checkHere: 'plays it from here',
  checking: 'It is being played.',

  showMe: 'Show me',
  stopShowing: 'Stop',
  showing: 'The solution is typed and played for you. Your own text is kept.',
  shown: 'That was the solution. Its goals count as watched: begin again to meet them yourself.',
  stopped: 'Stopped. What was played so far stays; begin again for a run of your own.',
  step: (n: number, of: number) => `Step ${n} of ${of}`,
  awaits: 'waits for the moment of the next step',
  lost: 'The simulation stopped while the solution was being shown, and does not know the rest of it. Have it shown once more, or begin again.',
  showAgain: 'Show it again',
  own: 'Begin again with my text',
  again: 'Begin again',
  startFiles: 'Begin again with the first files',

  next: 'Next',
  nextIs: (title: string) => `Next: ${title}`,
  last: 'To free play',
  further: 'In the platforms’ documentation',

  fold: 'Fold the lesson',
  unfold: 'Keep the lesson open',
  peek: 'Look into the lesson',
  more: 'More of this lesson',
  loading: 'The lesson is being fetched.',

  begin: 'Begin the course',
  beginNow: 'Begin',
  goOnNow: 'Go on',
  goOnWith: 'Go on with the course',
  freePlay: 'Free play',
  freePlayIs: 'Both platforms, no goals: change and break what you like.',
  here: 'open now',
  state: { done: 'done', watched: 'watched', begun: 'begun', new: 'not begun' },
  exportProgress: 'Export progress',
  importProgress: 'Import progress',
  imported: (n: number) =>
    `Progress of ${n} lesson${n === 1 ? '' : 's'} taken over; the better of both was kept.`,
  notImported: 'That file holds no progress of this course. Yours is as it was.',
  unkept: 'This browser keeps nothing: export your progress before you close the tab.',
};

type Same<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Same<T[K]>;
};
export type LessonWords = Same<typeof en>;
