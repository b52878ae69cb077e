/** The house rules that a machine can check: who imports whom, what is banned, how long things are (STYLE.md 2.2, 2.3, 2.7). */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { usedNames } from './identifiers';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}
interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const isCode = (path: string) => /\.(ts|svelte)$/.test(path);
const sources: Source[] = walk(src)
  .filter(isCode)
  .map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path: relative(src, path), text, imports: importsOf(relative(src, path), text) };
  });
const production = sources.filter(
  (s) => !/\.(test|bench)\.ts$/.test(s.path) && !/(^|\/)(fixtures|gallery)\//.test(s.path),
);

function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?([^;'"]*?from\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(pattern)) {
    const target = match[3] ?? match[4] ?? '';
    const names = match[2] ?? '';
    const allTypes = /^\{\s*(type\s+\w+(\s+as\s+\w+)?\s*,?\s*)+\}/.test(names.trim());
    found.push({
      from: path,
      to: resolveTarget(path, target),
      typeOnly: match[1] !== undefined || allTypes,
    });
  }
  return found;
}

function resolveTarget(path: string, target: string): string {
  if (!target.startsWith('.')) return `npm:${target}`;
  return relative(src, resolve(src, dirname(path), target.replace(/\?.*$/, '')));
}

/** The first folder that a path belongs to: `models/ecs/placement/place.ts` -> `models/ecs`. */
function room(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'models' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

/** STYLE.md 2.2 with DECISIONS.md 1.1. Values are rooms, or single files and folders of one. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  engine: ['npm:xstate'],
  'models/workload': ['engine', 'npm:xstate'],
  'models/aws': ['engine', 'models/workload', 'npm:xstate'],
  'models/ecs': ['engine', 'models/aws', 'models/workload', 'npm:xstate'],
  'models/kubernetes': ['engine', 'models/workload', 'npm:xstate'],
  'models/eks': ['engine', 'models/aws', 'models/workload', 'models/kubernetes', 'npm:xstate'],
  documents: ['npm:yaml', 'npm:jsonc-parser'],
  // What the host watches for a lesson; `read` is for the build and the command line (DECISIONS.md 1.1, 1.7: one schema).
  lessons: [
    'documents',
    'engine/model',
    'host/scenario',
    'host/readScenario',
    'models/kubernetes/quantity',
    '../lessons',
    'npm:marked',
    'npm:node:',
    'npm:vite',
  ],
  // The worker ships with how the first visit opens.
  host: ['engine', 'models', 'documents', 'lessons/goals', 'lessons/rulesOf', '../lessons'],
  // The build's own: makes the service worker out of what was built.
  offline: ['npm:vite', 'npm:node:'],
  conformance: ['engine/model', 'models'],
  compare: ['documents'],
  stage: ['npm:d3'],
  editor: ['documents', 'models', 'npm:monaco', 'npm:yaml', 'npm:jsonc-parser'],
  app: [
    '../lessons',
    'host/client',
    'host/inline',
    'host/worker',
    'host/scenario',
    'host/sharedRun',
    'stage',
    'editor',
    'documents',
    'compare',
    'lessons',
    'npm:svelte',
    'npm:@fontsource',
    'npm:pretendard',
  ],
  cli: [
    'npm:@ngrok/webernetes',
    // Bench only: bundles the peer, whose modules Node cannot load as they are.
    'npm:vite',
    'host',
    'lessons',
    'documents',
    'conformance',
    'engine/model',
    'models',
    'npm:node:',
  ],
};
/** What one model may show to the rooms above it (DECISIONS.md 1.1); quantities are words of the API, and EKS sizes machines by them. */
const PUBLIC_OF_MODELS =
  /^models\/\w+\/(?:\w+\/)?(model|types|commands|facts|quantity|.*(validation|printers|requests)\/.*)$/;
/** Autoscalers of nodes link the scheduler as a library, as upstream: one implementation of its rules. */
const LINKED = 'models/kubernetes/scheduler/simulation';
const TYPES_ARE_FREE =
  /^(engine\/model|host\/protocol|lessons\/types|models\/\w+\/(?:\w+\/)?(types|facts|table))(\.ts)?$/;
const matches = (to: string, allowed: string) =>
  to === allowed ||
  to.startsWith(`${allowed}/`) ||
  to.startsWith(`${allowed}.`) ||
  (allowed.startsWith('npm:') && to.startsWith(allowed));

function allowedImport({ from, to, typeOnly }: Import): boolean {
  const own = room(from);
  if (room(to) === own) return true;
  if (typeOnly && (TYPES_ARE_FREE.test(to) || own === 'app' || own === 'stage')) return true;
  return (MAY_IMPORT[own] ?? []).some((allowed) => matches(to, allowed));
}

describe('imports', () => {
  it('keep to the table', () => {
    const bad = production.flatMap((s) => s.imports.filter((i) => !allowedImport(i)));
    expect(bad.map((i) => `${i.from} -> ${i.to}`)).toEqual([]);
  });

  it('reach other models only through what they show', () => {
    const bad = production
      .filter((s) => s.path.startsWith('models/') || /^(host|editor|cli)\//.test(s.path))
      .flatMap((s) => s.imports)
      .filter((i) => i.to.startsWith('models/') && room(i.to) !== room(i.from))
      .filter((i) => !['models/aws', 'models/workload'].includes(room(i.to)))
      .filter((i) => !i.typeOnly && i.to !== LINKED && !PUBLIC_OF_MODELS.test(i.to));
    expect(bad.map((i) => `${i.from} -> ${i.to}`)).toEqual([]);
  });

  it('keep single keepers: xstate, monaco, svelte, promises of the outside', () => {
    const users = (name: string) =>
      production
        .filter((s) => s.imports.some((i) => !i.typeOnly && i.to.startsWith(`npm:${name}`)))
        .map((s) => s.path);
    expect(
      users('xstate').filter((p) => !/\.machine\.ts$/.test(p) && p !== 'engine/lifecycle.ts'),
    ).toEqual([]);
    expect(users('monaco').filter((p) => !p.startsWith('editor/'))).toEqual([]);
    expect(users('d3').filter((p) => !p.startsWith('stage/'))).toEqual([]);
    expect(users('svelte').filter((p) => !p.startsWith('app/'))).toEqual([]);
    expect(users('marked').filter((p) => !p.startsWith('lessons/read/'))).toEqual([]);
    const reader = (s: Source) =>
      s.imports.some((i) => !i.typeOnly && i.to.startsWith('lessons/read'));
    expect(
      production
        .filter(reader)
        .filter((s) => !/^(lessons\/read|cli)\//.test(s.path))
        .map((s) => s.path),
    ).toEqual([]);
  });
});

describe('engine and models', () => {
  const pure = production.filter((s) => /^(engine|models)\//.test(s.path));
  const BANNED: readonly (readonly [readonly string[], string])[] = [
    [['Date', 'performance'], 'time is ctx.nowMs'],
    [['setTimeout', 'setInterval', 'setImmediate'], 'an agenda entry or requeueAfterMs'],
    [['Math.random'], 'ctx.random(stream)'],
    [
      ['log', 'exp', 'sin', 'cos', 'tan', 'pow', 'log2', 'log10', 'cbrt', 'hypot'].map(
        (f) => `Math.${f}`,
      ),
      'engine/ln.ts or integers',
    ],
    [['**'], 'repeated multiplication: powers may differ between browsers'],
    [['crypto'], 'engine/digest.ts'],
    [['async', 'await', 'Promise'], 'nothing waits inside'],
    [['.localeCompare', 'Intl', '.toLocaleString', '.toLocaleLowerCase'], 'compare code units'],
    [['window', 'document', 'globalThis'], 'no page here'],
  ];
  const used = pure.map((s) => ({ path: s.path, names: usedNames(s.path, s.text) }));
  for (const [banned, instead] of BANNED)
    it(`never use ${banned.join(', ')}: ${instead}`, () => {
      const users = used.filter((s) => banned.some((name) => s.names.has(name)));
      expect(users.map((s) => s.path)).toEqual([]);
    });
});

describe('sizes', () => {
  const isTable = (s: Source) =>
    /(Table|types|parameters|messages\.\w+|sentences\.\w+|words|scenes?)\.ts$|fixtures|schemas|generated/.test(
      s.path,
    );
  it('no file above 400 lines, tables and fixtures excepted', () => {
    const long = sources.filter(
      (s) => !isTable(s) && !/\.test\.ts$/.test(s.path) && lines(s.text) > 400,
    );
    expect(long.map((s) => `${s.path} ${lines(s.text)}`)).toEqual([]);
  });
  it('no component above 250 lines', () => {
    const long = sources.filter((s) => s.path.endsWith('.svelte') && lines(s.text) > 250);
    expect(long.map((s) => `${s.path} ${lines(s.text)}`)).toEqual([]);
  });
  it('the engine stays small', () => {
    const total = production
      .filter((s) => s.path.startsWith('engine/'))
      .reduce((n, s) => n + lines(s.text), 0);
    expect(total).toBeLessThan(2700);
  });
});

describe('names and words', () => {
  it('no dumping grounds', () => {
    const bad = sources.filter((s) =>
      /(^|\/)(utils?|helpers?|common|shared|services|core|stores|misc)(\/|\.ts$)/.test(s.path),
    );
    expect(bad.map((s) => s.path)).toEqual([]);
  });
  it('nothing left over', () => {
    const bad = sources.filter(
      (s) => /\b(TODO|FIXME|XXX|HACK)\b/.test(s.text) && !s.path.includes('schemas'),
    );
    expect(bad.map((s) => s.path)).toEqual([]);
  });
  it('no registry host anywhere', () => {
    const texts = [
      ...walk(src),
      join(root, 'package.json'),
      join(root, 'package-lock.json'),
    ].filter((p) => /\.(ts|svelte|json|mjs|html)$/.test(p));
    const host = new RegExp(['registry', 'npmjs', 'org'].join('\\.'));
    expect(
      texts.filter((p) => host.test(readFileSync(p, 'utf8'))).map((p) => relative(root, p)),
    ).toEqual([]);
  });
});

/** Rules that a suite asks for and whose controller comes later (DECISIONS.md 2.15). */
const AHEAD_OF_THEIR_CONTROLLER = [
  // Job controller
  'models/kubernetes/controllers/jobBackoff',
  // HorizontalPodAutoscaler
  'models/kubernetes/autoscaling/behavior',
  'models/kubernetes/autoscaling/metricProposals',
  'models/kubernetes/autoscaling/reconcile',
];

/** Guard 1 (DECISIONS.md 3): a rule that the vectors test is a rule that the world runs. */
describe('conformance', () => {
  it('tests only what the running world reaches', () => {
    const reached = new Set<string>();
    const visit = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      const source = sources.find((s) => s.path === path);
      for (const i of source?.imports ?? [])
        if (!i.typeOnly && !i.to.startsWith('npm:')) for (const file of files(i.to)) visit(file);
    };
    visit('host/world.ts');
    const tested = production
      .filter((s) => s.path.startsWith('conformance/'))
      .flatMap((s) => s.imports);
    const missing = tested
      .filter((i) => !i.typeOnly && i.to.startsWith('models/'))
      .filter((i) => !AHEAD_OF_THEIR_CONTROLLER.includes(i.to))
      .filter((i) => !files(i.to).some((f) => reached.has(f)));
    expect(missing.map((i) => `${i.from} -> ${i.to}`)).toEqual([]);
  });
});

const files = (to: string) =>
  [to, `${to}.ts`, `${to}/index.ts`].filter((f) => sources.some((s) => s.path === f));
const lines = (text: string) => text.split('\n').length;
