/** The world as the stage wants it: two halves out of the records, what is due out of the agenda, the Why out of the facts. */
import type { Ref } from '../engine/model';
import type { AgendaEntry } from '../host/protocol';
import { readEcs } from '../stage/readEcs';
import { readKubernetes } from '../stage/readKubernetes';
import type { ReadOptions } from '../stage/records';
import type { Span, View } from '../stage/view';
import { decisions } from './sentences/decisions';
import type { Sentences } from './sentences/types';
import type { Shown } from './settings.svelte';
import type { WorldCopy } from './world.svelte';

export interface ViewInputs {
  readonly world: WorldCopy;
  readonly agenda: readonly AgendaEntry[];
  readonly sentences: Sentences | null;
  readonly originMs: number;
}

/** Both halves, whichever are shown: switching must not have to wait. */
export function readView({ world, agenda, sentences, originMs }: ViewInputs): View {
  const { records, nowMs } = world;
  const options: ReadOptions = { nowMs, due: dueOf(agenda, world) };
  const why = sentences ? decisions(world.facts, sentences, originMs) : null;
  return {
    ecs: readEcs(records, { ...options, why: why?.ecs }),
    kubernetes: readKubernetes(records, { ...options, why: why?.kubernetes }),
  };
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
