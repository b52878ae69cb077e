/** What the world learns when a run reaches its next outcome: the listener's answers, failed probes, a kill. */
import type { Effect, Read } from '../../../engine/model';
import type { Container, Probe } from '../types';
import { setAnswers } from './listeners';
import { notePod } from './notes';
import { podEvent } from './podEvents';
import type { ContainerView, PodView } from './podView';
import { probePort, type Finding, type ProbeType } from './probes';
import { POD_LIFECYCLE } from './types';

/** Intent tellOutcome: after the machine has reached it. */
export function tellOutcome(
  view: PodView,
  container: ContainerView,
  read: Read,
): readonly Effect[] {
  const findings = container.context.reached?.findings ?? [];
  return findings.flatMap((finding) => tellFinding(view, container, finding, read));
}

function tellFinding(
  view: PodView,
  { container, context, role }: ContainerView,
  finding: Finding,
  read: Read,
): readonly Effect[] {
  const { key, pod } = view;
  const { name } = container;
  switch (finding.what) {
    case 'listens':
      return setAnswers(read, key, view.context.ip, name, 'failing');
    case 'serves':
      return setAnswers(read, key, view.context.ip, name, finding.answers);
    case 'probeFailed': {
      const { probe, refused } = finding;
      const message = `${probe} probe failed: ${failureText(container, probe, refused, view.context.ip)}`;
      const data = { container: name, probe, message };
      return [
        notePod(key, { type: 'probeFailed', data }),
        ...podEvent(read, pod, 'Warning', 'Unhealthy', message, name),
      ];
    }
    case 'probeKills': {
      const why = finding.probe === 'Startup' ? 'startupProbe' : 'livenessProbe';
      const { graceMs, preStopMs } = context;
      const data = { container: name, why, graceMs, preStopMs } as const;
      const text = `Container ${name} failed ${finding.probe.toLowerCase()} probe, will be restarted`;
      return [
        notePod(key, { type: 'containerKilling', data }),
        ...podEvent(read, pod, 'Normal', 'Killing', text, name),
      ];
    }
    case 'started':
      // The next init container waits for a sidecar to have started.
      return role === 'sidecar'
        ? [{ do: 'tell', lifecycle: POD_LIFECYCLE, key, event: { type: 'containerChanged' } }]
        : [];
    case 'ready':
    case 'exits':
      return [];
  }
}

/** As the kubelet's prober words it. */
function failureText(
  container: Container,
  type: ProbeType,
  refused: boolean,
  ip: string | null,
): string {
  const probe = probeOf(container, type);
  if (!probe || probe.exec) return '';
  const address = `${ip ?? ''}:${probePort(container, probe) ?? 0}`;
  const dial = `dial tcp ${address}: connect: connection refused`;
  if (probe.httpGet) {
    const scheme = (probe.httpGet.scheme ?? 'HTTP').toLowerCase();
    const path = probe.httpGet.path ?? '/';
    return refused
      ? `Get "${scheme}://${address}${path}": ${dial}`
      : `HTTP probe failed with statuscode: ${type === 'Readiness' ? 503 : 500}`;
  }
  if (probe.tcpSocket || refused) return dial;
  return 'service unhealthy (responded with "NOT_SERVING")';
}

function probeOf(container: Container, type: ProbeType): Probe | undefined {
  if (type === 'Startup') return container.startupProbe;
  return type === 'Liveness' ? container.livenessProbe : container.readinessProbe;
}
