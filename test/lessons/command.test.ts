/** `quayside lesson`: what an author sees. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lesson } from '../../src/cli/lesson';

afterEach(() => {
  vi.restoreAllMocks();
});

function run(...args: readonly string[]): { readonly code: number; readonly lines: string } {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  vi.spyOn(console, 'log').mockImplementation(say);
  vi.spyOn(console, 'error').mockImplementation(say);
  const code = lesson(args);
  return { code, lines: lines.join('\n') };
}

describe('lesson', () => {
  it('plays the solution and reports goals and measures', () => {
    const { code, lines } = run('keep-three-running', '--seed', '8');
    expect(code).toBe(0);
    expect(lines).toMatch(/^keep-three-running, seed 8, played to \d+:\d\d\.\d{3}$/m);
    expect(lines).toMatch(/^ {2}met +three-each +0:\d\d\.\d{3} +\d+\.\d s$/m);
    expect(lines).toMatch(/^ {2}measured +newTasks +2$/m);
  });

  it('plays a near miss and says that it misses', () => {
    const { code, lines } = run('keep-three-running', '--near-miss', 'started-by-hand');
    expect(code).toBe(0);
    expect(lines).toMatch(/^ {2}waiting +three-each/m);
    expect(lines).toMatch(/^ {2}near miss started-by-hand$/m);
  });

  it('prints facts with the page’s clock', () => {
    const { lines } = run('keep-three-running', '--facts');
    expect(lines).toMatch(
      /^0:00:10\.000\t\d+\t\d+\tecs\tserviceUpdated\tecs\/Service harbour\/web\t/m,
    );
  });

  it('refuses what it does not know', () => {
    expect(() => run('no-such-lesson')).toThrow(/no lesson no-such-lesson; there are .*keep-three/);
    expect(() => run('keep-three-running', '--near-miss', 'none')).toThrow(/started-by-hand/);
    expect(() => run('keep-three-running', '--seed', 'seven')).toThrow(/no number/);
    expect(() => run()).toThrow(/a slug, or --all/);
  });
});
