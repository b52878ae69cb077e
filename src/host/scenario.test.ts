import { describe, expect, it } from 'vitest';
import { parseDuration } from './scenario';
import { readScenario } from './readScenario';

describe('parseDuration', () => {
  it.each([
    ['8s', 8_000],
    ['2m30s', 150_000],
    ['1h', 3_600_000],
    ['250ms', 250],
    [1_500, 1_500],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '8', 's', '8 s', '-1s', '1.5s', '8s later'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text)).toThrow(/is not a duration/);
  });
});

describe('readScenario', () => {
  const own = (steps: string) => ({
    name: 'scenario.yaml',
    text: `version: 1\ntitle: { en: A, ko: B }\nground: { zones: [a] }\nsteps:\n${steps}`,
  });

  it('sends one request a document, in time order', () => {
    const web = {
      name: 'web.yaml',
      text: 'kind: A\napiVersion: v1\n---\nkind: B\napiVersion: v1\n',
    };
    const steps =
      '  - { at: 2s, apply: web.yaml }\n  - { at: 1s, fault: loseZone, input: { zone: a } }\n';
    const { requests, files } = readScenario('x', [own(steps), web]);
    expect(requests.map((r) => [r.atMs, (r.request as { action: string }).action])).toEqual([
      [0, 'createGround'],
      [1_000, 'loseZone'],
      [2_000, 'applyDocument'],
      [2_000, 'applyDocument'],
    ]);
    expect(files).toEqual([web]);
  });

  it('names the file and line of what it cannot read', () => {
    const broken = { name: 'web.yaml', text: 'a:\n\t- b\n' };
    expect(() => readScenario('x', [own('  - apply: web.yaml\n'), broken])).toThrow(
      /web\.yaml:2: /,
    );
    expect(() => readScenario('x', [own('  - apply: gone.yaml\n')])).toThrow(
      'x: no file gone.yaml',
    );
  });
});
