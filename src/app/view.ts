/** The world as the stage wants it: two halves out of the records, what is due out of the agenda, the Why out of the facts. */
import type { Ref } from '../engine/model';
import type { AgendaEntry } from '../host/protocol';
import { readEcs } from '../stage/readEcs';
import { readKubernetes } from '../stage/readKubernetes';
import type { ReadOptions } from '../stage/records';
import type { Half, Span, View } from '../stage/view';
import type { decisions } from './sentences/decisions';
import type { Shown } from './settings.svelte';
import type { WorldCopy } from './world.svelte';

export interface ViewInputs {
  readonly world: WorldCopy;
  readonly agenda: readonly AgendaEntry[];
  /** What each side decided last; null until it can be said. */
  readonly why: ReturnType<typeof decisions> | null;
  /** Requests lost by load balancer before the page opened: they are not this visit's. */
  readonly lostBefore: Readonly<Record<string, number>>;
}

/** Both halves, whichever are shown: switching must not have to wait. */
export function readView({ world, agenda, why, lostBefore }: ViewInputs): View {
  const { records, nowMs } = world;
  const options: ReadOptions = { nowMs, due: dueOf(agenda, world) };
  return {
    ecs: sinceOpening(readEcs(records, { ...options, why: why?.ecs }), lostBefore),
    kubernetes: sinceOpening(
      readKubernetes(records, { ...options, why: why?.kubernetes }),
      lostBefore,
    ),
  };
}

function sinceOpening(half: Half, lostBefore: Readonly<Record<string, number>>): Half {
  const { loadBalancer } = half;
  const before = loadBalancer ? lostBefore[loadBalancer.name] : undefined;
  if (!loadBalancer?.flow || !before) return half;
  const flow = { ...loadBalancer.flow, lostSoFar: loadBalancer.flow.lostSoFar - before };
  return { ...half, loadBalancer: { ...loadBalancer, flow } };
}

export const shownView = (view: View, shown: Shown): View => ({
  ecs: shown === 'kubernetes' ? null : view.ecs,
  kubernetes: shown === 'ecs' ? null : view.kubernetes,
});

/** What is under way with a thing: since its last fact, until the soonest entry of the agenda about it. */
function dueOf(
  agenda: readonly AgendaEntry[],
  world: WorldCopy,
): (about: Ref) => Partial<Span> | undefined {
  const soonest = new Map<string, number>();
  for (const { about, dueAtMs } of agenda) {
    const key = about && `${about.kind} ${about.key}`;
    if (key !== null && !soonest.has(key)) soonest.set(key, dueAtMs);
  }
  return (about) => {
    const dueAtMs = soonest.get(`${about.kind} ${about.key}`);
    const startedAtMs = world.touchedAtMs(about);
    return {
      ...(startedAtMs === undefined ? {} : { startedAtMs }),
      ...(dueAtMs === undefined ? {} : { dueAtMs }),
    };
  };
}
