import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Aside } from './aside';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

describe('texts put aside', () => {
  it('are the first ones, until they are taken back', () => {
    const aside = new Aside('a-lesson');
    aside.put({ 'web.yaml': 'mine' });
    aside.put({ 'web.yaml': 'the solution' });
    expect(aside.take()).toEqual({ 'web.yaml': 'mine' });
    expect(aside.holds).toBe(false);
    aside.put({ 'web.yaml': 'mine again' });
    expect(aside.take()).toEqual({ 'web.yaml': 'mine again' });
  });

  it('outlive a reload, by lesson', () => {
    new Aside('a-lesson').put({ 'web.yaml': 'mine' });
    expect(new Aside('another').holds).toBe(false);
    expect(new Aside('a-lesson').take()).toEqual({ 'web.yaml': 'mine' });
    expect(new Aside('a-lesson').holds).toBe(false);
  });

  it('are nothing when what was kept is damaged', () => {
    kept.set('quayside/aside/a-lesson', '{"web.yaml": 7, "a.json": "x"');
    expect(new Aside('a-lesson').holds).toBe(false);
  });
});
