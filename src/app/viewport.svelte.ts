/** How much room there is (LOOK 3), kept up to date. */
export type Layout = 'phone' | 'half' | 'desktop';

class Viewport {
  width = $state(globalThis.innerWidth ?? 1440);
  /** At the start: what is folded then is the reader's from there on. */
  readonly height = globalThis.innerHeight ?? 900;
  reducedMotion = $state(false);
  layout: Layout = $derived(this.width < 800 ? 'phone' : this.width < 1200 ? 'half' : 'desktop');

  constructor() {
    if (typeof globalThis.matchMedia !== 'function') return;
    addEventListener('resize', () => (this.width = innerWidth));
    const motion = matchMedia('(prefers-reduced-motion: reduce)');
    this.reducedMotion = motion.matches;
    motion.addEventListener('change', () => (this.reducedMotion = motion.matches));
  }
}

export const viewport = new Viewport();
