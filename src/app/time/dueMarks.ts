/** What the agenda holds and is worth a mark in the future: waits above five seconds that belong to a half. */
import type { Ref } from '../../engine/model';
import type { AgendaEntry } from '../../host/protocol';
import type { Lane } from '../../stage/timeline';
import type { Platform } from '../../stage/view';
import type { RecordMaps } from '../recordMaps';

const WORTH_MS = 5_000;
const MOST = 6;

export interface DueMark {
  readonly atMs: number;
  readonly lane: Lane;
  readonly label: string;
}

/** `names`: what is awaited, by the machine's name for it; what has none is bookkeeping. */
export function dueMarks(
  agenda: readonly AgendaEntry[],
  nowMs: number,
  records: RecordMaps,
  names: Readonly<Record<string, string>>,
): readonly DueMark[] {
  const marks: DueMark[] = [];
  const seen = new Set<string>();
  for (const { about, dueAtMs, what } of agenda) {
    const label = names[what];
    if (!about || !label || dueAtMs - nowMs < WORTH_MS) continue;
    const lane = platformOf(about, records);
    // Six pods that wait for the same thing are one mark.
    const same = `${lane} ${what} ${Math.round(dueAtMs / 1000)}`;
    if (!lane || seen.has(same)) continue;
    seen.add(same);
    marks.push({ atMs: dueAtMs, lane, label });
    if (marks.length === MOST) break;
  }
  return marks;
}

/** Whose half a thing stands on; null: on neither, or on both. */
export function platformOf({ kind, key }: Ref, records: RecordMaps): Platform | null {
  if (kind.startsWith('ecs/')) return 'ecs';
  if (kind.startsWith('kubernetes/')) return 'kubernetes';
  if (kind === 'ec2/Instance') {
    const as = records.get('ec2/Instance', key)?.bootstrap?.as;
    return as === 'eks-node' ? 'kubernetes' : as === 'ecs-container-instance' ? 'ecs' : null;
  }
  if (kind === 'elasticloadbalancing/TargetHealth' || kind === 'elasticloadbalancing/TargetGroup')
    return isOfKubernetes(key) ? 'kubernetes' : 'ecs';
  return null;
}

/** The AWS Load Balancer Controller names its target groups `k8s-namespace-service-hash`. */
export const isOfKubernetes = (targetGroupArn: string): boolean =>
  targetGroupArn.includes(':targetgroup/k8s-');

/** `stopTimeoutElapsed` -> `stop timeout elapsed`: delays are named for what is awaited. */
export const inWords = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
