/** Monaco's theme is the page's tokens and nothing else: ink, and three other inks for texts, numbers and comments. */
import type * as Monaco from 'monaco-editor/editor';

export const THEME = 'quayside';

/** Reads the tokens as they are on `element` now and makes them the theme. */
export function applyTheme(editor: typeof Monaco.editor, element: HTMLElement): void {
  const style = getComputedStyle(element);
  const token = (name: string) => sixDigits(style.getPropertyValue(`--${name}`).trim());
  const ink = (name: string) => token(name).replace('#', '');
  const rule = (tokenName: string, name: string) => ({ token: tokenName, foreground: ink(name) });
  const dark = style.colorScheme.includes('dark');
  editor.defineTheme(THEME, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: false,
    rules: [
      rule('', 'ink'),
      rule('string', 'syn-string'),
      rule('string.key.json', 'syn-key'),
      rule('type', 'syn-key'),
      rule('number', 'syn-number'),
      rule('keyword', 'syn-number'),
      rule('comment', 'syn-comment'),
      rule('delimiter', 'ink-3'),
    ],
    colors: {
      'editor.background': token('raised'),
      'editor.foreground': token('ink'),
      'editorLineNumber.foreground': token('ink-3'),
      'editorLineNumber.activeForeground': token('ink-2'),
      'editorCursor.foreground': token('ink'),
      'editor.selectionBackground': token('serving-tint'),
      'editor.inactiveSelectionBackground': token('sunk'),
      'editor.lineHighlightBorder': `${token('raised')}00`,
      'editor.wordHighlightBackground': token('sunk'),
      'editor.findMatchBackground': token('waiting-tint'),
      'editor.findMatchHighlightBackground': token('waiting-tint'),
      'editorIndentGuide.background1': token('rule'),
      'editorIndentGuide.activeBackground1': token('control'),
      'editorBracketMatch.border': token('control'),
      'editorBracketMatch.background': `${token('raised')}00`,
      'editorError.foreground': token('broken'),
      'editorWarning.foreground': token('waiting'),
      'editorInfo.foreground': token('leaving'),
      'editorWidget.background': token('raised'),
      'editorWidget.foreground': token('ink'),
      'editorWidget.border': token('rule'),
      'editorHoverWidget.background': token('raised'),
      'editorHoverWidget.border': token('rule'),
      'editorSuggestWidget.background': token('raised'),
      'editorSuggestWidget.border': token('rule'),
      'editorSuggestWidget.selectedBackground': token('sunk'),
      'editorSuggestWidget.selectedForeground': token('ink'),
      'editorSuggestWidget.highlightForeground': token('serving-ink'),
      'list.hoverBackground': token('sunk'),
      'list.focusBackground': token('sunk'),
      'list.focusForeground': token('ink'),
      'input.background': token('raised'),
      'input.foreground': token('ink'),
      'input.border': token('control'),
      'menu.background': token('raised'),
      'menu.foreground': token('ink'),
      'menu.selectionBackground': token('sunk'),
      'menu.selectionForeground': token('ink'),
      'menu.border': token('rule'),
      focusBorder: token('focus'),
      'scrollbarSlider.background': `${token('control')}55`,
      'scrollbarSlider.hoverBackground': `${token('control')}88`,
      'scrollbarSlider.activeBackground': `${token('control')}aa`,
      'editorOverviewRuler.border': `${token('raised')}00`,
    },
  });
  editor.setTheme(THEME);
}

/** A style sheet that was made small says `#fff`; Monaco takes six digits only. */
const sixDigits = (colour: string): string =>
  colour.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3');
