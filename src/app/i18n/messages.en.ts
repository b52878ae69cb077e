/** The page's own words in English. What the platforms say is data and is never in here. */
import type { ProblemCode } from '../../documents';

const s = (n: number) => (n === 1 ? '' : 's');

export const en = {
  asked: 'Asked',
  true: 'True',
  why: 'Why',
  next: 'Next',
  close: 'Close',

  header: {
    scenario: 'Scenario',
    startAgain: 'Start again',
    otherSeed: 'Start again with another seed',
    seed: (n: number) => `seed ${n}`,
    platforms: 'Platforms',
    both: 'Both',
    language: 'Language',
    toLight: 'Switch to the day chart',
    toDark: 'Switch to the night chart',
    key: 'Key and keyboard',
    menu: 'Menu',
    skip: 'Skip to the stage',
  },

  intro: {
    title: 'Ask for six, keep six',
    crumb: 'What you are looking at',
    prose: [
      'Both halves run the same web server six times, in three zones, behind a load balancer with the same traffic.',
      'Each control plane compares what was asked with what is true, and acts on the difference: **ECS** starts another task, **Kubernetes** restarts the container where it is.',
      'Nothing here is recorded: both run in this page, on one clock, with the platforms’ own rules and timings.',
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
    backTo: (n: string) => `Back to ${n}`,
  },

  documents: {
    name: 'Documents',
    differs: 'differs from live',
    same: 'Same as live',
    notLive: 'Nothing live yet',
    errors: (n: number) => `${n} place${s(n)} that the platform refuses`,
    lines: (n: number) => `${n} line${s(n)} differ${n === 1 ? 's' : ''} from live`,
    apply: 'Apply',
    applying: 'Applying',
    nothing: 'Nothing to apply: the file holds no objects.',
    broken: (n: number) => `${n} place${s(n)} to repair before it can be sent`,
    refused: 'Not applied: the world is as it was, and your text is kept.',
    partly: (done: number, all: number) =>
      `${done} of ${all} objects applied. The one that was refused changed nothing, and your text is kept.`,
    applied: (what: string, at: string) => `${what} at ${at}`,
    revert: 'Take the live text back',
    was: (value: string) => `was ${value}`,
    wasNotSet: 'was not set',
    notSimulated: 'accepted, not simulated',
    notSimulatedCount: (n: number) => `${n} field${s(n)} accepted and not simulated`,
    command: 'The same from a shell',
    copy: 'Copy',
    copied: 'Copied',
    leave: 'Esc, then Tab leaves the editor',
    text: (name: string) => `Text of ${name}`,
    actions: {
      registerTaskDefinition: 'RegisterTaskDefinition',
      createService: (name: string) => `CreateService ${name}`,
      updateService: (name: string) => `UpdateService ${name}`,
      createCluster: (name: string) => `CreateCluster ${name}`,
      runTask: 'RunTask',
      apply: (what: string) => what,
      applyMany: (n: number) => `${n} object${s(n)}`,
    },
    updateTo: (service: string, definition: string) => `Update service ${service} to ${definition}`,
    registered: (definition: string) => `${definition} is registered. Nothing runs it yet.`,
    resize: 'Height of documents and log',
  },

  log: {
    name: 'Log',
    empty: 'Nothing has happened yet.',
    follow: 'Follow the newest',
    cause: 'Go to the cause',
    earlier: (n: number) => `${n} earlier`,
  },

  inspector: {
    name: 'Inspector',
    why: 'Why',
    machine: 'Machine',
    placement: 'Placement',
    events: 'Events',
    record: 'Record',
    whyIsIt: (state: string) => `Why is it ${state}?`,
    causeFirst: 'cause first, effect last',
    noMore: 'It is gone; this is what was last known of it.',
    goThere: 'Go there',
    noCause: 'The scenario itself began this.',
    machineNote: 'each state with the time spent in it',
    recordAs: (command: string) => `as ${command} prints it`,
    noEvents: 'No events.',
    noPlacement: 'No placement decision is known for it.',
    node: 'Node',
    instance: 'Instance',
    zone: 'Zone',
    free: (amount: string) => `${amount} free`,
    attempt: (n: number, at: string) => `attempt ${n} at ${at}`,
    filters: 'a node that fails a filter is out',
    passes: 'passes',
    fails: 'fails',
    notAsked: 'not asked any more',
    scores: 'Scores',
    scoresNote: 'raw, normalised to 0..100, times weight',
    total: 'Total',
    decided: (name: string, by: number) => `${name} decided it (+${by}).`,
    decidedBy: (name: string) => `${name} decided it.`,
    tied: 'Equal totals: one of them was picked by chance.',
    onlyOne: 'Only one was left, so nothing had to be weighed.',
    nominated: 'Preemption had promised this node, and it passed.',
    lowestArn: (n: number) => `${n} were equal: the lowest ARN was taken.`,
    byDefault: 'the default, as none is asked for',
    kept: 'kept',
    notChosen: 'not chosen',
    checks: {
      status: 'Status',
      agent: 'Agent',
      cpu: 'CPU',
      memory: 'Memory',
      gpu: 'GPU',
      ports: 'Ports',
      networkInterface: 'ENI',
      location: 'Subnet',
      attributes: 'Attributes',
      distinctInstance: 'Distinct',
      memberOf: 'memberOf',
    },
    loading: 'Reading',
    counterpart: 'counterpart',
    resize: 'Width of the inspector',
    full: 'Full height',
  },

  menu: {
    name: (thing: string) => `What to do with ${thing}`,
    inspect: 'Open the inspector',
    crash: 'Crash: the process exits with 1',
    stopTask: 'StopTask',
    deletePod: 'Delete the pod',
    evictPod: 'Evict the pod',
    disconnect: 'Cut it off from the network',
    reconnect: 'Connect it again',
    drainInstance: 'Drain: UpdateContainerInstancesState',
    activateInstance: 'Activate again',
    cordon: 'Cordon',
    uncordon: 'Uncordon',
    drainNode: 'Drain the node',
    undoRollout: 'Undo: kubectl rollout undo',
    stopInstance: 'StopInstances',
    startInstance: 'StartInstances',
    terminate: 'TerminateInstances',
    loseZone: 'Lose the zone',
    restoreZone: 'Bring the zone back',
    groupSize: (group: string, n: number) => `Group ${group}: ${n} instances`,
    traffic: (n: number) => `Traffic: ${n} requests a second`,
    short: {
      crash: 'Crash',
      deletePod: 'Delete',
      drainInstance: 'Drain',
      activateInstance: 'Activate',
      disconnect: 'Cut off',
      reconnect: 'Connect',
      drainNode: 'Drain',
      undoRollout: 'Undo',
    },
  },

  keys: {
    meaning: {
      ecs: 'Amazon ECS task',
      kubernetes: 'Kubernetes pod',
      provisioning: 'waits for an ENI or for capacity',
      pending: 'the agent pulls and creates',
      activating: 'registers with the target group',
      running: 'serves; the bar is CPU used',
      unhealthy: 'a health check fails',
      deactivating: 'deregisters, drains',
      stopping: 'SIGTERM; stopTimeout runs',
      deprovisioning: 'detaches its ENI',
      stopped: 'ended with another code than 0',
      stopped0: 'ended with code 0',
      waiting: 'no node fits yet',
      creating: 'bound; pulls and creates',
      notReady: 'readiness not yet met',
      ready: 'in the endpoints; serves',
      lostReady: 'was Ready, a probe now fails',
      crashLoop: 'the bar is the back-off left',
      noPull: 'the bar is the back-off left',
      terminating: 'the grace period runs out',
      succeeded: 'every container ended with 0',
      failed: 'ended, will not restart',
      unknown: 'its node is not heard from',
    },
    title: 'Key',
    states:
      'Fullness says how much it serves, colour repeats it, the glyph names the exact state. A task is square, a pod is round.',
    keyboard: 'Keyboard',
    single: 'Single keys',
    singleNote: 'Switch off to use them for something else.',
    rows: [
      ['Space', 'play or pause'],
      [', .', 'previous, next event'],
      ['← →', 'one second back, on (Shift: ten)'],
      ['1 – 5', 'speed'],
      ['[ ]', 'the other half'],
      ['W', 'why: the inspector of what is selected'],
      ['A', 'documents'],
      ['L', 'log'],
      ['T', 'the stage as a table'],
      ['Ctrl/Cmd Enter', 'apply, in the editor'],
      ['Esc Tab', 'leave the editor'],
      ['Shift F10', 'what can be done with the selected thing'],
      ['Esc', 'back to where you were'],
      ['?', 'this'],
    ] as readonly (readonly [string, string])[],
  },

  table: {
    name: 'The stage as a table',
    zone: 'Zone',
    instance: 'Instance',
    node: 'Node',
    task: 'Task',
    pod: 'Pod',
    state: 'State',
    revision: 'Revision',
    since: 'Since',
    reason: 'Reason',
  },

  tabs: { intro: 'Start', stage: 'Stage', documents: 'Documents', log: 'Log' },

  notes: {
    noStorage: 'This browser refuses storage: what you type lives until the tab is closed.',
    rebuilt: (at: string) =>
      `The simulation stopped and was rebuilt from its journal. You are at ${at}; nothing was lost.`,
    failed: 'The simulation could not be opened. Reload to try again; your text is kept.',
    dismiss: 'Hide this note',
    refused: (message: string) => `Refused: ${message}`,
  },

  live: {
    counts: (platform: string, running: number, asked: number, starting: number) =>
      `${platform}: ${running} of ${asked} running${starting > 0 ? `, ${starting} starting` : ''}`,
  },

  problems: {
    syntax: (d: { text?: string }) => d.text ?? 'This cannot be read.',
    tab: () => 'found character that cannot start any token: a tab. YAML is indented with spaces.',
    trailingComma: () => 'JSON allows no comma after the last item.',
    comment: () => 'JSON has no comments.',
    controlCharacter: () => 'A string may hold no raw line break or tab.',
    unterminated: () => 'This string does not end on its line.',
    extraText: () => 'Extra text after the end of the value.',
    duplicateKey: (d: { text?: string }) =>
      `Key "${d.text ?? ''}" is already set in this mapping; the last one counts.`,
    noBreakSpace: () =>
      'This is a no-break space (U+00A0): YAML reads it as part of the text, not as a space.',
    mapKey: (d: { text?: string }) => `yaml: invalid map key: ${d.text ?? ''}`,
    placeholder: (d: { text?: string }) =>
      `${d.text ?? ''} is the placeholder of a template. Render the template first.`,
    aliasOfItself: (d: { text?: string }) => `anchor '${d.text ?? ''}' value contains itself`,
    tooManyAliases: (d: { limit?: number }) =>
      `document contains excessive aliasing: aliases stand for more than ${d.limit ?? 0} values.`,
    tooDeep: (d: { limit?: number }) => `Nested deeper than ${d.limit ?? 0} levels.`,
    tooLong: (d: { count?: number; limit?: number }) =>
      `The file has ${d.count ?? 0} characters; the limit is ${d.limit ?? 0}.`,
    tooManyDocuments: (d: { count?: number; limit?: number }) =>
      `The file holds ${d.count ?? 0} documents; the limit is ${d.limit ?? 0}.`,
  } satisfies Record<
    ProblemCode,
    (detail: { text?: string; limit?: number; count?: number }) => string
  >,
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
export type Messages = Same<typeof en>;
