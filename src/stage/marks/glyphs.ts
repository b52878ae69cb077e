/** Outlines of glyphs on a field of 12 x 12, and of the six revision flags on one of 9 x 9. */
import { part, type Part } from '../part';
import type { GlyphName } from '../view';

const GLYPHS: Readonly<Record<GlyphName, string>> = {
  clock: 'M6 1.5a4.5 4.5 0 1 0 .01 0M6 3.6V6l1.8 1.1',
  dots: 'M6 1.5a4.5 4.5 0 1 1-.01 0',
  pull: 'M6 1.5v6M3.4 5.2 6 7.8l2.6-2.6M2.5 10.5h7',
  link: 'M1.5 6h6M5.2 3.4 7.8 6 5.2 8.6M10.5 2v8',
  unlink: 'M10.5 6h-6M6.8 3.4 4.2 6l2.6 2.6M1.5 2v8',
  stop: 'M2.5 2.5 6 6l3.5-3.5M2.5 6.5 6 10l3.5-3.5',
  detach: 'M6 1.5a4.5 4.5 0 1 1-.01 0M3.8 6h4.4',
  cross: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  check: 'M2 6.5 4.8 9.3 10 3',
  ring: 'M6 2a4 4 0 1 0 .01 0',
  bang: 'M6 1.8v5M6 9.6v.2',
  loop: 'M9.8 4.2A4.3 4.3 0 1 0 10.3 6.6M10.2 1.4v3h-3',
  nopull: 'M6 1.5v6M3.4 5.2 6 7.8l2.6-2.6M2.5 10.5h7M1.5 1.5l9 8.4',
  what: 'M4 4.2a2 2 0 1 1 3 1.7c-.8.5-1 .9-1 1.6M6 9.8v.1',
};

const FLAGS: readonly string[] = [
  'M1 0h8v6H1z',
  'M1 0h4v6H1z',
  'M1 0h8v3H1z',
  'M1 0h8L1 6z',
  'M1 0h4v3H1zM5 3h4v3H5z',
  'M1 0h8v1.7H1zM1 4.3h8V6H1z',
];

export const GLYPH = 12;
export const FLAG = 9;

export const glyphMark = (name: GlyphName, x: number, y: number): Part =>
  part('path', {
    class: 'glyph',
    'data-glyph': name,
    transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`,
    d: GLYPHS[name],
  });

/** `index`: the revision modulo six. */
export const flagMark = (index: number, x: number, y: number): Part =>
  part('g', { class: 'flag', transform: `translate(${x} ${y})` }, [
    part('path', { class: 'cloth', d: FLAGS[index] ?? '' }),
    part('path', { class: 'staff', d: 'M1 9V.5h8v5H1' }),
  ]);
