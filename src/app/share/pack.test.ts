/** What travels arrives as it left; what did not come from us ends in a word, never in an exception or a large memory. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMAT, LIMITS, type SharedRun } from '../../host/sharedRun';
import { fromAddress, linkTo, pack, PACKED_LIMIT, readFragment, toAddress, unpack } from './pack';

const run: SharedRun = {
  format: FORMAT,
  scenario: { slug: 'first-visit', hash: '0123456789abcdef' },
  seed: 7,
  journal: [
    { atMs: 300_000, by: 'learner', request: { api: 'ecs', action: 'StopTask', input: { a: 1 } } },
  ],
  files: [{ name: '서비스.json', text: '{ "한글": "é😀" }' }],
  atMs: 312_345,
  digest: { ecs: 'aa', records: 'bb' },
};
const branch = { forkedAtMs: 300_000, untilMs: 301_000, journal: run.journal };
const packedJson = (value: unknown) => deflateRawSync(JSON.stringify(value));
const nested = (depth: number): unknown => (depth === 0 ? 1 : { inner: nested(depth - 1) });

describe('a link', () => {
  it('leads to the same run in another place', async () => {
    const link = linkTo(await pack(run), {
      origin: 'https://a.example',
      pathname: '/some/path/',
    } as Location);
    expect(link).toMatch(/^https:\/\/a\.example\/some\/path\/#run=[\w-]+$/);
    expect(await readFragment(new URL(link).hash)).toEqual(run);
  });

  it('bears bookmarks and futures that were left', async () => {
    const marked = { ...run, bookmarks: [300_000, 305_500], branches: [branch] };
    expect(await unpack(await pack(marked))).toEqual(marked);
  });

  it('bears any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        expect(fromAddress(toAddress(bytes))).toEqual(bytes);
      }),
    );
  });

  it('of random text is damaged, and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await readFragment(`#run=${text}`)).toBe('damaged');
      }),
    );
    expect(await unpack((await pack(run)).slice(0, -9))).toBe('damaged');
  });

  it('too long, or grown large while it unpacks, is too large', async () => {
    expect(await readFragment(`#run=${'A'.repeat(PACKED_LIMIT * 2)}`)).toBe('tooLarge');
    const bomb = deflateRawSync(Buffer.alloc(20 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(PACKED_LIMIT);
    expect(await unpack(bomb)).toBe('tooLarge');
  });

  const changed: readonly (readonly [string, object, string])[] = [
    ['a later format', { format: FORMAT + 1 }, 'newer'],
    ['no format', { format: null }, 'damaged'],
    ['a scenario by path', { scenario: { slug: '../secret', hash: '' } }, 'damaged'],
    ['a negative moment', { atMs: -1 }, 'damaged'],
    ['a bookmark that is no moment', { bookmarks: ['0:10'] }, 'damaged'],
    ['a branch without its journal', { branches: [{ forkedAtMs: 1, untilMs: 2 }] }, 'damaged'],
    ['more branches than there can be', { branches: Array(5).fill(branch) }, 'damaged'],
    ['a moment that is no number', { atMs: '1e9' }, 'damaged'],
    [
      'a request of an unknown api',
      { journal: [{ atMs: 1, by: 'learner', request: { api: 'dom' } }] },
      'damaged',
    ],
    ['the scenario’s own hand', { journal: [{ ...run.journal[0], by: 'scenario' }] }, 'damaged'],
    [
      'more requests than anybody makes',
      { journal: Array.from({ length: LIMITS.requests + 1 }, () => run.journal[0]) },
      'damaged',
    ],
    ['a file name with a path', { files: [{ name: '../../x.json', text: '' }] }, 'damaged'],
    ['a file that is no text', { files: [{ name: 'x.json', text: 1 }] }, 'damaged'],
    [
      'a depth that no manifest has',
      { digest: {}, journal: [{ ...run.journal[0], more: nested(LIMITS.depth) }] },
      'damaged',
    ],
  ];
  it.each(changed)('with %s is refused', async (_, change, problem) => {
    expect(await unpack(packedJson({ ...run, ...change }))).toBe(problem);
  });

  it('with a key that reaches for the prototype is refused', async () => {
    const text = JSON.stringify(run).replace('"a":1', '"__proto__":{"polluted":true}');
    expect(await unpack(deflateRawSync(text))).toBe('damaged');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
