import { describe, expect, it } from 'vitest';
import { canonicalPrint, fnv32a, SAFE_ALPHABET, templateHash } from './naming';
import type { PodTemplateSpec } from './types';

const template = (image: string): PodTemplateSpec => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image }] },
});

describe('templateHash', () => {
  it('is the same for equal templates, whatever the order of their fields', () => {
    const reordered: PodTemplateSpec = {
      spec: { containers: [{ image: 'nginx:1', name: 'web' }] },
      metadata: { labels: { app: 'web' } },
    };
    expect(templateHash(reordered)).toBe(templateHash(template('nginx:1')));
  });

  it('differs with the image and with the collision count', () => {
    const hashes = [
      templateHash(template('nginx:1')),
      templateHash(template('nginx:2')),
      templateHash(template('nginx:1'), 0),
      templateHash(template('nginx:1'), 1),
    ];
    expect(new Set(hashes).size).toBe(4);
    for (const hash of hashes) expect([...hash].every((c) => SAFE_ALPHABET.includes(c))).toBe(true);
  });
});

it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('hashes %j as FNV-1a', (text, hash) => expect(fnv32a(text)).toBe(hash));

it('prints absent members like members that are not there', () =>
  expect(canonicalPrint({ b: undefined, a: [1, { d: null }] })).toBe('{"a":[1,{"d":null}]}'));
