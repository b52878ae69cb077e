import { beforeEach, describe, expect, it, vi } from 'vitest';
import { objectsOf, parseText } from '../../documents';
import { en } from '../i18n/messages.en';
import { lateEn } from '../i18n/lateMessages.en';
import { Files, freeName, inApplyOrder } from './files.svelte';
import { statusOf } from './status';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
beforeEach(() => {
  kept.clear();
});

const records = { get: () => undefined, all: () => new Map() };
const scenario = {
  slug: 'test',
  files: [
    { name: 'web.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n' },
    { name: 'service.json', text: '{"serviceName":"web","taskDefinition":"web"}' },
    { name: 'taskdef.json', text: '{"family":"web","containerDefinitions":[]}' },
  ],
};
const open = () => new Files(scenario, records);

describe('Files', () => {
  it('keeps what is typed, and forgets what is as it was', () => {
    const files = open();
    files.edit('web.yaml', 'kind: Pod');
    expect(open().named('web.yaml')?.text).toBe('kind: Pod');
    files.edit('web.yaml', scenario.files[0]?.text ?? '');
    expect([...kept.keys()]).toEqual([]);
  });

  it('keeps the files that the learner brings, and lets them go again', () => {
    open().add('mine.yaml', 'kind: A');
    const files = open();
    expect(files.all.map((file) => file.name)).toContain('mine.yaml');
    expect(files.named('mine.yaml')?.text).toBe('kind: A');
    files.remove('mine.yaml');
    expect(kept.size).toBe(0);
    expect(open().named('mine.yaml')).toBeUndefined();
  });

  it('never lets a file of the scenario go', () => {
    const files = open();
    files.remove('web.yaml');
    expect(files.named('web.yaml')).toBeDefined();
  });

  it('shows the file that was brought, and a neighbour when it goes', () => {
    const files = open();
    files.add('b.json', '{}');
    expect(files.current).toBe('b.json');
    files.remove('b.json');
    expect(files.current).toBe('web.yaml');
  });

  it('can be applied again and again where it asks for a run: nothing live answers to it', () => {
    const file = open().add('run.json', '{"cluster":"harbour","taskDefinition":"web","count":1}');
    file.planned = objectsOf(parseText(file.name, file.text)).map((object) => ({
      object,
      live: undefined,
      differences: [],
    }));
    const says = () => statusOf(file, { ...en, ...lateEn }, 0).text;
    expect([file.runs, file.differs, file.sendable]).toEqual([true, false, true]);
    expect(says()).toBe('One run for each Apply');
    file.appliedText = file.text;
    file.outcome = { kind: 'applied', atMs: 92_000 };
    expect(file.sendable).toBe(true);
    expect(says()).toBe('Ran at 1:32.0');
  });

  it('survives a kept list that is none', () => {
    kept.set('quayside/files/test', '{"x":');
    expect(open().all).toHaveLength(3);
    kept.set('quayside/files/test', '[1,"web.yaml",null]');
    expect(open().all).toHaveLength(3);
  });
});

describe('freeName', () => {
  const taken = [{ name: 'a.json' }, { name: 'a-2.json' }];
  it.each([
    ['b.json', 'b.json'],
    ['a.json', 'a-3.json'],
    ['C:\\docs\\x y.yaml', 'x-y.yaml'],
    ['../../etc/passwd', 'passwd.yaml'],
    ['태스크 정의.json', '태스크-정의.json'],
    ['', 'file.yaml'],
    ['%2e%2f?.yml', '-2e-2f-.yml'],
  ])('%j becomes %j', (wanted, name) => {
    expect(freeName(wanted, taken)).toBe(name);
  });
});

describe('inApplyOrder', () => {
  it('puts task definitions before services, and manifests last', async () => {
    const files = open();
    await files.start();
    expect(inApplyOrder(files.all).map((file) => file.name)).toEqual([
      'taskdef.json',
      'service.json',
      'web.yaml',
    ]);
  });
});
