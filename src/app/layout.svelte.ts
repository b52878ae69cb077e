/** How the parts of the one screen share the room (LOOK 3): what is folded, which half and which tab are shown. */
import type { Platform } from '../stage/view';
import { settings, type Shown } from './settings.svelte';
import { read, write } from './storage';
import { viewport, type Layout as Kind } from './viewport.svelte';

export type Tab = 'intro' | 'stage' | 'documents' | 'log';

/** From this width on the introduction may stay while the inspector is open. */
const ROOM_FOR_BOTH = 1600;
const INTRO_FROM = 1440;
/** Below this height (a frame in another page) the open dock would leave the stage no room. */
const ROOM_FOR_DOCK = 600;

export class Layout {
  tab = $state<Tab>('stage');
  /** What answers Why in the dock. */
  why = $state<'log' | 'charts'>('log');
  inspectorOpen = $state(false);
  dock = $state(number('dock'));
  inspector = $state(number('inspector'));
  dockFolded = $state(viewport.layout !== 'phone' && viewport.height < ROOM_FOR_DOCK);
  kind: Kind = $derived(viewport.layout);
  introOpen: boolean = $derived.by(() => {
    if (viewport.layout === 'phone') return true;
    if (this.inspectorOpen && viewport.width < ROOM_FOR_BOTH) return false;
    return settings.introOpen ?? viewport.width >= INTRO_FROM;
  });
  /** Below 1200 px there is room for one half; a phone may stack both when asked to. */
  shown: Shown = $derived.by(() => {
    const chosen = settings.shown;
    if (viewport.layout === 'desktop') return chosen ?? 'both';
    const one = chosen === null || (chosen === 'both' && viewport.layout === 'half');
    return one ? this.#half : chosen;
  });
  /** The half that is only a strip. */
  other: Platform | null = $derived.by(() => {
    if (viewport.layout === 'desktop' || this.shown === 'both') return null;
    // Somebody who chose one platform alone does not want to see the other.
    if (viewport.layout === 'half' && settings.shown !== null && settings.shown !== 'both')
      return null;
    return this.shown === 'ecs' ? 'kubernetes' : 'ecs';
  });
  #half = $state<Platform>('ecs');

  get usualDock(): number {
    return viewport.width >= 1680 ? 300 : 246;
  }

  get usualInspector(): number {
    return viewport.width >= 1680 ? 480 : 408;
  }

  get dockHeight(): string {
    return `${this.dockFolded ? 34 : (this.dock ?? this.usualDock)}px`;
  }

  get inspectorWidth(): string {
    return `${this.inspector ?? this.usualInspector}px`;
  }

  setDock(height: number): void {
    this.dock = height;
    write('dock', String(height));
  }

  setInspector(width: number): void {
    this.inspector = width;
    write('inspector', String(width));
  }

  openInspector(): void {
    if (!this.inspectorOpen && this.kind === 'phone') history.pushState({ sheet: true }, '');
    this.inspectorOpen = true;
  }

  closeInspector(): void {
    this.inspectorOpen = false;
  }

  /** Shows a tab where tabs share the room, then runs what needs it there. */
  go(tab: Tab, then?: () => void): void {
    if (this.kind === 'phone' && this.tab !== tab) history.pushState({ tab: this.tab }, '');
    this.tab = tab;
    this.dockFolded = false;
    if (then) queueMicrotask(then);
  }

  /** Goes to the other half: with the focus where both are shown, else by showing it. */
  otherHalf(now: Platform, focus: (platform: Platform) => void): void {
    const next: Platform = now === 'kubernetes' ? 'ecs' : 'kubernetes';
    this.#half = next;
    if (this.shown !== 'both' && this.shown !== next) settings.setShown(next);
    queueMicrotask(() => focus(next));
  }

  /** The browser's Back leaves a sheet, then a tab. */
  onBack(state: unknown): void {
    if (this.inspectorOpen) this.inspectorOpen = false;
    else this.tab = (state as { tab?: Tab } | null)?.tab ?? 'stage';
  }
}

function number(key: string): number | null {
  const value = Number(read(key));
  return Number.isFinite(value) && value > 0 ? value : null;
}
