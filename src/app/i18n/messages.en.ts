/** The page's own words in English. What the platforms say is data and is never in here. */
import type { lateEn } from './lateMessages.en';

export const en = {
  asked: 'Asked',
  true: 'True',
  why: 'Why',
  next: 'Next',
  close: 'Close',

  header: {
    scenario: 'Scenario',
    course: 'Course and free play',
    startAgain: 'Start again',
    otherSeed: 'Start again with another seed',
    seed: (n: number) => `seed ${n}`,
    platforms: 'Platforms',
    both: 'Both',
    language: 'Language',
    toLight: 'Switch to the day chart',
    toDark: 'Switch to the night chart',
    share: 'Share this run',
    key: 'Key and keyboard',
    menu: 'Menu',
    skip: 'Skip to the stage',
  },

  intro: {
    title: 'Free play',
    crumb: 'What you are looking at',
    prose: [
      'Both halves run the same web server six times, in three zones, behind a load balancer with the same traffic.',
      'Each control plane compares what was asked with what is true, and acts on the difference: **ECS** starts another task, **Kubernetes** restarts the container where it is.',
      'This is not an animation: both run in this page, on one clock, with the platforms’ own rules and timings.',
    ],
    first: 'The first thing to do',
    select: 'Select a tile and stop it, or break both sides in the same way:',
    crashBoth: 'Crash web on both sides',
    loseZone: (zone: string) => `Lose zone ${zone}`,
    restoreZone: (zone: string) => `Bring ${zone} back`,
    now: 'Right now',
    askedTrue: (asked: string, now: string) => `asked ${asked}, true ${now}`,
    lost: (n: string) => `${n} lost`,
    then: 'Then change a number in the documents below and press Apply. Every line of the log says why.',
    fold: 'Fold the introduction',
    unfold: 'Open the introduction',
  },

  stage: {
    name: 'Stage',
    opening: 'Opening the world.',
    awaits:
      'Still opening: both platforms settle into their first five minutes before they are shown.',
    empty: 'Nothing is asked yet.',
    cluster: (name: string) => `cluster ${name}`,
    showHalf: 'Shown half',
  },

  time: {
    name: 'Time',
    previous: 'Previous event',
    play: 'Play',
    pause: 'Pause',
    nextEvent: 'Next event',
    speed: 'Speed',
    times: (n: number) => `${n}×`,
    clock: 'Simulated time',
    playing: 'playing',
    paused: 'paused',
    waits: 'waits for your answer',
    backTo: (n: string) => `Back to ${n}`,
    back: 'Back',
    backCount: (n: string) => `to ${n} in`,
    raceHint: 'From the fault until as many serve as before it',
    load: 'Traffic',
    bookmark: 'Bookmark',
    unmark: 'Take the bookmark away',
    fork: 'Fork here',
    forkHint: 'Leave what was played after this moment behind, as a faint branch',
    noFork: 'Nothing was played after this moment. Go back first',
    due: {
      taintEviction: 'taint-based eviction',
      deployment: 'progress deadline',
      backOffElapsed: 'back-off ends',
      deregistrationDelayElapsed: 'deregistration delay ends',
      registrationCompleted: 'target registered',
      firstVerdictReached: 'health checks decide',
      thresholdReached: 'health checks decide',
      provisioned: 'load balancer active',
      launched: 'instance running',
      systemBooted: 'instance booted',
      systemHalted: 'instance stopped',
      hardwareReleased: 'instance terminated',
      pullElapsed: 'image pulled',
      imagePulled: 'image pulled',
      manifestPulled: 'manifest pulled',
      containerStopped: 'container stopped',
      processEnds: 'process ends',
      preStopElapsed: 'preStop ends',
      networkInterfaceAttached: 'ENI attached',
      networkInterfaceDetached: 'ENI detached',
    } as Record<string, string>,
  },

  log: {
    name: 'Log',
    empty: 'Nothing has happened yet.',
    follow: 'Follow the newest',
    cause: 'Go to the cause',
    earlier: (n: number) => `${n} earlier`,
  },

  tabs: { intro: 'Start', lesson: 'Lesson', stage: 'Stage', documents: 'Documents', log: 'Log' },

  notes: {
    noStorage: 'This browser refuses storage: what you type lives until the tab is closed.',
    rebuilt: (at: string) =>
      `The simulation stopped and was rebuilt from its journal. You are at ${at}; nothing was lost.`,
    failed: 'The simulation could not be opened. Reload to try again; your text is kept.',
    dismiss: 'Hide this note',
    refused: (message: string) => `Refused: ${message}`,
    noLesson: (slug: string) => `There is no lesson “${slug}”. This is free play.`,
    lessonNotFetched:
      'The lesson could not be fetched. What is open stays; try again when you are connected.',
  },
};

/** The same keys, and functions of the same arguments, in every language: a missing one is a type error. */
type Same<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : T[K] extends readonly unknown[]
        ? T[K]
        : Same<T[K]>;
};
export type Messages = Same<typeof en & typeof lateEn>;
