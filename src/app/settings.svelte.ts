/** What the learner chose about the page itself. Kept between visits where the browser allows it. */
import { embedded } from './embed/options';
import { read, write } from './storage';

export type Theme = 'light' | 'dark';
export type Shown = 'ecs' | 'both' | 'kubernetes';

class Settings {
  theme = $state<Theme>('light');
  /** null: not chosen, so as much as there is room for. */
  shown = $state<Shown | null>(null);
  singleKeys = $state(true);
  introOpen = $state<boolean | null>(null);

  /** Takes over what `first-paint.js` has already put on the page. */
  restore(): void {
    this.theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
    const shown = embedded?.half ?? read('shown');
    if (shown === 'ecs' || shown === 'kubernetes' || shown === 'both') this.shown = shown;
    this.singleKeys = read('singleKeys') !== 'off';
    const intro = read('intro');
    if (intro === 'open' || intro === 'rail') this.introOpen = intro === 'open';
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    document.documentElement.dataset['theme'] = theme;
    write('theme', theme);
  }

  setShown(shown: Shown): void {
    this.shown = shown;
    write('shown', shown);
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    write('singleKeys', on ? 'on' : 'off');
  }

  setIntroOpen(open: boolean): void {
    this.introOpen = open;
    write('intro', open ? 'open' : 'rail');
  }
}

export const settings = new Settings();
