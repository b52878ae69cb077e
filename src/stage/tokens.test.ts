/**
 * The contrast table of the look, recomputed from the tokens (WCAG 2.2 relative luminance), and the distance of the
 * state fills under simulated colour vision (Machado 2009, severity 1, linear RGB; CIEDE2000).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
type Theme = Readonly<Record<string, Rgb>>;

const sheet = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [day = '', night = ''] = sheet.split("[data-theme='dark']");
const light = colours(day);
const dark: Theme = { ...light, ...colours(night) };

/** Text needs 4.5. Figures: the table's, light and dark. */
const TEXT: [string, string, number, number][] = [
  ['ink', 'paper', 15.4, 15.3],
  ['ink', 'water', 14.1, 14.8],
  ['ink', 'quay', 14.2, 13.0],
  ['ink-2', 'paper', 7.9, 9.7],
  ['ink-2', 'quay', 7.3, 8.2],
  ['ink-3', 'paper', 5.2, 6.4],
  ['ink-3', 'raised', 5.6, 6.0],
  ['ink-3', 'water', 4.8, 6.2],
  ['ink-3', 'quay', 4.8, 5.4],
  ['ink-3', 'sunk', 4.9, 6.7],
  ['ink-2', 'pen-tint', 6.6, 7.9],
  ['on-serving', 'serving', 6.3, 5.3],
  ['serving-ink', 'serving-tint', 5.6, 5.9],
  ['waiting-ink', 'waiting-tint', 5.9, 8.6],
  ['waiting-ink', 'water', 6.0, 11.4],
  ['leaving-ink', 'leaving-tint', 5.7, 6.8],
  ['leaving-ink', 'quay', 6.4, 8.2],
  ['on-broken', 'broken', 7.3, 5.6],
  ['broken-ink', 'broken-tint', 5.8, 6.4],
  ['broken-ink', 'raised', 7.9, 7.6],
  ['pen', 'raised', 7.6, 8.7],
  ['pen', 'pen-tint', 5.9, 7.6],
  ['syn-string', 'raised', 7.7, 8.5],
];
/** Marks need 3. */
const MARKS: [string, string, number, number][] = [
  ['serving', 'quay', 5.5, 4.4],
  ['serving', 'water', 5.4, 5.0],
  ['serving', 'serving-tint', 4.6, 3.3],
  ['waiting', 'water', 3.2, 10.5],
  ['waiting', 'raised', 3.8, 10.1],
  ['leaving', 'quay', 3.1, 3.9],
  ['leaving', 'water', 3.1, 4.5],
  ['broken', 'quay', 6.3, 4.3],
  ['broken', 'water', 6.3, 5.0],
  ['quay-edge', 'water', 3.4, 4.1],
  ['quay-edge', 'quay', 3.4, 3.6],
  ['quay-edge', 'quay-deep', 3.1, 3.1],
  ['control', 'paper', 3.3, 4.1],
  ['control', 'raised', 3.6, 3.8],
  ['pen', 'water', 6.5, 9.0],
  ['pen', 'quay', 6.5, 7.9],
  ['pen', 'shoal', 5.7, 8.0],
];
const GROUNDS = ['paper', 'raised', 'sunk', 'water', 'quay'];

describe('contrast, from the tokens', () => {
  for (const [needs, rows] of [
    [4.5, TEXT],
    [3, MARKS],
  ] as const)
    for (const [front, back, inLight, inDark] of rows)
      it(`${front} on ${back} keeps ${needs}`, () => {
        expect(ratio(light, front, back)).toBeGreaterThanOrEqual(needs);
        expect(ratio(dark, front, back)).toBeGreaterThanOrEqual(needs);
        expect(Math.abs(ratio(light, front, back) - inLight)).toBeLessThan(0.1);
        expect(Math.abs(ratio(dark, front, back) - inDark)).toBeLessThan(0.1);
      });

  it('focus stands out on any ground', () => {
    for (const ground of GROUNDS) {
      expect(ratio(light, 'focus', ground)).toBeGreaterThan(13);
      expect(ratio(dark, 'focus', ground)).toBeGreaterThan(12.9);
    }
  });
});

const FILLS = ['serving', 'serving-tint', 'waiting', 'leaving', 'broken', 'broken-tint'];
/** Rows of the matrices of Machado, Oliveira and Fernandes 2009, severity 1. */
const VISION: Record<string, readonly Rgb[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe('the six state fills stay apart', () => {
  for (const [vision, matrix] of Object.entries(VISION))
    for (const [name, theme] of [
      ['light', light],
      ['dark', dark],
    ] as const)
      it(`for ${vision} vision, ${name}`, () => {
        const labs = FILLS.map((fill) => lab(seenBy(matrix, theme[fill]!)));
        const distances = labs.flatMap((a, i) => labs.slice(i + 1).map((b) => ciede2000(a, b)));
        expect(Math.min(...distances)).toBeGreaterThanOrEqual(10.5);
      });
});

function colours(css: string): Theme {
  const found: Record<string, Rgb> = {};
  for (const [, name, hex] of css.matchAll(/--([\w-]+):\s*#([0-9a-fA-F]{6})/g)) {
    const n = Number.parseInt(hex!, 16);
    found[name!] = [n >> 16, (n >> 8) & 255, n & 255];
  }
  return found;
}

function ratio(theme: Theme, front: string, back: string): number {
  const [a, b] = [luminance(theme[front]!), luminance(theme[back]!)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = linear(rgb);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return [r!, g!, b!];
}

function seenBy(matrix: readonly Rgb[], rgb: Rgb): Rgb {
  const [r, g, b] = linear(rgb);
  const [x, y, z] = matrix.map((row) =>
    Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)),
  );
  return [x!, y!, z!];
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Sharma, Wu and Dalal 2005. */
function ciede2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const degrees = 180 / Math.PI;
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (a: number, b: number) =>
    a === 0 && b === 0 ? 0 : (Math.atan2(b, a) * degrees + 360) % 360;
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  let dh = c1 * c2 === 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  let meanH = c1 * c2 === 0 ? h1 + h2 : (h1 + h2) / 2;
  if (c1 * c2 !== 0 && Math.abs(h1 - h2) > 180) meanH += h1 + h2 < 360 ? 180 : -180;
  const bigDH = 2 * Math.sqrt(c1 * c2) * Math.sin(dh / 2 / degrees);
  const meanL = (l1 + l2) / 2;
  const meanCp = (c1 + c2) / 2;
  const t =
    1 -
    0.17 * Math.cos((meanH - 30) / degrees) +
    0.24 * Math.cos((2 * meanH) / degrees) +
    0.32 * Math.cos((3 * meanH + 6) / degrees) -
    0.2 * Math.cos((4 * meanH - 63) / degrees);
  const sl = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const sc = 1 + 0.045 * meanCp;
  const sh = 1 + 0.015 * meanCp * t;
  const turn = 30 * Math.exp(-(((meanH - 275) / 25) ** 2));
  const rc = 2 * Math.sqrt(meanCp ** 7 / (meanCp ** 7 + 25 ** 7));
  const rt = -Math.sin((2 * turn) / degrees) * rc;
  const [dl, dc, dhh] = [(l2 - l1) / sl, (c2 - c1) / sc, bigDH / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dhh ** 2 + rt * dc * dhh);
}
