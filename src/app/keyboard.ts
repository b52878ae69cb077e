/** Single keys of the page (LOOK 7). They do nothing while somebody types, or with a modifier; they can be switched off. */
import type { Session } from './session.svelte';
import { settings } from './settings.svelte';
import { SPEEDS } from './playback.svelte';

export interface KeyTargets {
  readonly session: Session;
  readonly otherHalf: () => void;
  readonly inspect: () => void;
  readonly documents: () => void;
  readonly log: () => void;
  readonly charts: () => void;
  readonly goals: () => void;
  readonly table: () => void;
  readonly key: () => void;
  /** Escape: closes what lies on top, or gives the focus back. */
  readonly back: () => void;
}

/** Returns whether the key was taken. */
export function onPageKey(event: KeyboardEvent, targets: KeyTargets): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  // A dialog has the keyboard to itself: Escape closes it, unless somebody else takes the key.
  if (document.querySelector('dialog:modal')) return false;
  if (event.key === 'Escape') {
    if (isTyping(event.target)) return false;
    targets.back();
    return true;
  }
  if (!settings.singleKeys || isTyping(event.target)) return false;
  if (event.key === ' ' && isPressable(event.target)) return false;
  return pressed(event, targets);
}

function pressed(event: KeyboardEvent, targets: KeyTargets): boolean {
  const { session } = targets;
  const { playback } = session;
  const stepMs = event.shiftKey ? 10_000 : 1_000;
  const speed = SPEEDS[Number(event.key) - 1];
  if (speed !== undefined) {
    playback.speed = speed;
    return true;
  }
  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => playback.toggle(),
    '.': () => void session.nextEvent(),
    ',': () => void session.previousEvent(),
    ArrowLeft: () => void session.seek(session.headingMs - stepMs),
    ArrowRight: () => void session.seek(session.headingMs + stepMs),
    f: () => void (session.hasLater && session.fork()),
    k: () => session.bookmarks.toggle(session.world.nowMs),
    '[': targets.otherHalf,
    ']': targets.otherHalf,
    w: targets.inspect,
    a: targets.documents,
    l: targets.log,
    c: targets.charts,
    g: targets.goals,
    t: targets.table,
    '?': targets.key,
  };
  const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  run?.();
  return run !== undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], .monaco-editor') !== null
  );
}

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, summary, [role=separator]') !== null;
