/**
 * What the probes of one run of a container will find, and when (pkg/kubelet/prober, v1.34).
 *
 * An image's behaviour does not change during a run, so every verdict that differs from the one before is known when
 * the process starts: probe k looks at `initialDelay + k x period`. Only those instants become agenda entries; the
 * probes between them change nothing and cost nothing.
 *
 * A startup probe holds the others back until it has passed, and readiness is probed at once when it has. Liveness and
 * startup kill after failureThreshold failures in a row; readiness never kills.
 * Simplified: probes take no time; a first failure is reported, repetitions of it are not.
 */
import type { ImageBehaviour, Listener } from '../../workload/types';
import type { Container, Probe } from '../types';

export type ProbeType = 'Startup' | 'Liveness' | 'Readiness';

export type Finding =
  /** The process accepts connections: the listener answers, at first with errors. */
  | { readonly what: 'listens' }
  /** The process does what it is for; `failing`: it answers every request with an error. */
  | { readonly what: 'serves'; readonly answers: 'accepting' | 'failing' }
  /** The startup probe has passed. */
  | { readonly what: 'started' }
  | { readonly what: 'ready' }
  /** First failure of this probe. `refused`: nothing listens there; otherwise the answer was an error. */
  | { readonly what: 'probeFailed'; readonly probe: ProbeType; readonly refused: boolean }
  /** Failed failureThreshold times in a row: the container is killed. */
  | {
      readonly what: 'probeKills';
      readonly probe: 'Startup' | 'Liveness';
      readonly failures: number;
      /** The probe's own terminationGracePeriodSeconds, or null. */
      readonly graceSeconds: number | null;
    }
  | { readonly what: 'exits'; readonly exitCode: number };

/** All that is found at one instant, counted from the start of the process. */
export interface Outcome {
  readonly afterMs: number;
  readonly findings: readonly Finding[];
}

/** What lies ahead of a process that starts now, in order of time, up to its end if it has one. */
export function expectedOutcomes(
  container: Container,
  behaviour: ImageBehaviour,
): readonly Outcome[] {
  const known = remembered.get(container);
  if (known?.behaviour === behaviour) return known.outcomes;
  const outcomes = computeOutcomes(container, behaviour);
  remembered.set(container, { behaviour, outcomes });
  return outcomes;
}
/** The pods of a template share their containers: they are asked about once. */
const remembered = new WeakMap<
  Container,
  { readonly behaviour: ImageBehaviour; readonly outcomes: readonly Outcome[] }
>();

function computeOutcomes(container: Container, behaviour: ImageBehaviour): readonly Outcome[] {
  const findings = [...processFindings(behaviour), ...probeFindings(container, behaviour)].filter(
    (timed): timed is Timed => timed !== undefined,
  );
  const endsAtMs = Math.min(...findings.filter(([, f]) => isEnd(f)).map(([atMs]) => atMs));
  const outcomes = new Map<number, Finding[]>();
  for (const [afterMs, finding] of findings.sort(([a], [b]) => a - b)) {
    if (afterMs > endsAtMs) continue;
    const together = outcomes.get(afterMs);
    if (together) together.push(finding);
    else outcomes.set(afterMs, [finding]);
  }
  return [...outcomes].map(([afterMs, together]) => ({ afterMs, findings: together }));
}

/** Ready from the first moment: nothing probes it. */
export const readyAtStart = (container: Container): boolean =>
  !container.readinessProbe && !container.startupProbe;
/** `started` in the container's status. */
export const startedAtStart = (container: Container): boolean => !container.startupProbe;

/** What the listener says from the first moment on. */
export function answersAtStart(behaviour: ImageBehaviour): Listener['answers'] {
  if (behaviour.startUpMs > 0) return 'silent';
  return behaviour.readyMs > 0 ? 'failing' : answersWhenReady(behaviour);
}

/** Ports on which the process listens: those of its image, else those that its definition names. */
export function listeningPorts(container: Container, behaviour: ImageBehaviour): readonly number[] {
  if (behaviour.listens === null) return [];
  if (behaviour.listens.length > 0) return behaviour.listens;
  const declared = (container.ports ?? [])
    .filter((port) => (port.protocol ?? 'TCP') === 'TCP')
    .map((port) => port.containerPort);
  const probed = [container.startupProbe, container.livenessProbe, container.readinessProbe]
    .map((probe) => probe && probePort(container, probe))
    .filter((port) => port !== undefined);
  return [...new Set([...declared, ...probed])];
}

/** The port that a probe knocks at, a name looked up; undefined for exec, or a name that no port has. */
export function probePort(container: Container, probe: Probe): number | undefined {
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port;
  if (typeof port === 'number' || port === undefined) return port;
  const named = container.ports?.find((p) => p.name === port)?.containerPort;
  return named ?? (/^\d+$/.test(port) ? Number(port) : undefined);
}

const answersWhenReady = ({ fails }: Pick<ImageBehaviour, 'fails'>): 'accepting' | 'failing' =>
  fails === 'requests' || fails === 'readiness' ? 'failing' : 'accepting';

type Timed = readonly [atMs: number, finding: Finding];

const isEnd = (finding: Finding): boolean =>
  finding.what === 'exits' || finding.what === 'probeKills';

function processFindings({
  startUpMs,
  readyMs,
  exits,
  listens,
  fails,
}: ImageBehaviour): readonly (Timed | undefined)[] {
  return [
    listens !== null && startUpMs > 0 && readyMs > startUpMs
      ? [startUpMs, { what: 'listens' }]
      : undefined,
    listens !== null && readyMs > 0
      ? [readyMs, { what: 'serves', answers: answersWhenReady({ fails }) }]
      : undefined,
    exits ? [exits.afterMs, { what: 'exits', exitCode: exits.code }] : undefined,
  ];
}

function probeFindings(
  container: Container,
  behaviour: ImageBehaviour,
): readonly (Timed | undefined)[] {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const startup = startupProbe && watch('Startup', startupProbe, container, behaviour, 0, true);
  if (startup && startup.passesAtMs === null) return startup.findings;
  const startedAtMs = startup?.passesAtMs ?? 0;
  const liveness =
    livenessProbe && watch('Liveness', livenessProbe, container, behaviour, startedAtMs, false);
  const readiness =
    readinessProbe && watch('Readiness', readinessProbe, container, behaviour, startedAtMs, true);
  const readyAtMs = readinessProbe ? readiness?.passesAtMs : startedAtMs;
  return [
    ...(startup?.findings ?? []),
    startup ? [startedAtMs, { what: 'started' }] : undefined,
    ...(liveness?.findings ?? []),
    ...(readiness?.findings ?? []),
    readyAtMs != null && !readyAtStart(container) ? [readyAtMs, { what: 'ready' }] : undefined,
  ];
}

interface Watched {
  /** null: never, or not before the container is killed. */
  readonly passesAtMs: number | null;
  readonly findings: readonly Timed[];
}

/**
 * `fromMs`: when this probe may begin. `immediately`: it looks at that very moment (startup has just passed) and keeps
 * its period from there; otherwise it keeps the rhythm that it has had since the container started.
 */
function watch(
  type: ProbeType,
  probe: Probe,
  container: Container,
  behaviour: ImageBehaviour,
  fromMs: number,
  immediately: boolean,
): Watched {
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  const delayMs = (probe.initialDelaySeconds ?? 0) * 1000;
  const threshold = probe.failureThreshold ?? 3;
  const firstMs =
    immediately && fromMs > 0
      ? tickAtOrAfter(delayMs, fromMs, periodMs)
      : tickAtOrAfter(fromMs, delayMs, periodMs);
  const succeedsFromMs = succeedsFrom(type, probe, container, behaviour);
  const successMs =
    succeedsFromMs === null ? null : tickAtOrAfter(succeedsFromMs, firstMs, periodMs);
  const failures = successMs === null ? Infinity : (successMs - firstMs) / periodMs;
  const findings: Timed[] = [];
  if (failures > 0) {
    const refused = isRefused(probe, container, behaviour, firstMs);
    findings.push([firstMs, { what: 'probeFailed', probe: type, refused }]);
  }
  if (type !== 'Readiness' && failures >= threshold) {
    const graceSeconds = probe.terminationGracePeriodSeconds ?? null;
    const killsAtMs = firstMs + (threshold - 1) * periodMs;
    findings.push([
      killsAtMs,
      { what: 'probeKills', probe: type, failures: threshold, graceSeconds },
    ]);
    return { passesAtMs: null, findings };
  }
  const successes = type === 'Readiness' ? (probe.successThreshold ?? 1) : 1;
  const passesAtMs = successMs === null ? null : successMs + (successes - 1) * periodMs;
  return { passesAtMs, findings };
}

/** The first of `phaseMs + k x periodMs` (k >= 0) that is not before `atMs`. */
const tickAtOrAfter = (atMs: number, phaseMs: number, periodMs: number): number =>
  phaseMs + Math.max(0, Math.ceil((atMs - phaseMs) / periodMs)) * periodMs;

/** From when on a look would succeed, counted from the start of the process; null: never. */
function succeedsFrom(
  type: ProbeType,
  probe: Probe,
  container: Container,
  behaviour: ImageBehaviour,
): number | null {
  if (type === 'Readiness' && behaviour.fails === 'readiness') return null;
  if (type === 'Liveness' && behaviour.fails === 'liveness') return null;
  if (!probe.exec && !reaches(probe, container, behaviour)) return null;
  return type === 'Readiness' && !probe.tcpSocket ? behaviour.readyMs : behaviour.startUpMs;
}

function reaches(probe: Probe, container: Container, behaviour: ImageBehaviour): boolean {
  const port = probePort(container, probe);
  return port !== undefined && listeningPorts(container, behaviour).includes(port);
}

const isRefused = (
  probe: Probe,
  container: Container,
  behaviour: ImageBehaviour,
  atMs: number,
): boolean => !probe.exec && (atMs < behaviour.startUpMs || !reaches(probe, container, behaviour));
