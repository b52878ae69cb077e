/**
 * Published manifests, each applied object by object to an API server of its own, as `kubectl apply -f` does. Skipped where
 * the corpus is not at hand. Namespaces and service accounts that a file takes for granted are created first.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { objectsOf, parses, parseText } from '../../src/documents';
import { standIn } from '../../src/host/standIns';
import { ApiServer } from '../../src/models/kubernetes/api/fixtures/apiServer';

interface Entry {
  readonly file: string;
  readonly area: 'ecs' | 'kubernetes';
  readonly expect: 'runs' | 'rejects' | 'unsupported-kind';
  readonly alsoAcceptable?: readonly string[];
  readonly unsupportedKinds?: readonly string[];
}

/** Kinds that the index takes for unknown, and that are simulated here. */
const KNOWN_HERE: readonly string[] = [
  'NodePool (karpenter.sh/v1)',
  'EC2NodeClass (karpenter.k8s.aws/v1)',
];

/** Files whose judgement we do not share, and why. */
const DISPUTED: Readonly<Record<string, string>> = {
  'kubernetes/kubernetes__examples/_archived__volumes__aws_ebs__aws-ebs-web.yaml':
    'protocol: tcp is refused by the API: supported values: "SCTP", "TCP", "UDP"',
};

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const entries = existsSync(new URL('index.json', corpus))
  ? (
      JSON.parse(readFileSync(new URL('index.json', corpus), 'utf8')) as { files: Entry[] }
    ).files.filter((entry) => entry.area === 'kubernetes')
  : [];

describe.skipIf(entries.length === 0)('the corpus of published manifests', () => {
  it.each(entries.filter((entry) => !(entry.file in DISPUTED)))('$file', (entry) => {
    const { outcome, why } = applied(entry.file);
    const { unsupportedKinds = [] } = entry;
    const known =
      unsupportedKinds.length > 0 && unsupportedKinds.every((k) => KNOWN_HERE.includes(k));
    const fine = known ? ['runs'] : [entry.expect, ...(entry.alsoAcceptable ?? [])];
    expect(fine, `${outcome}: ${why.join('\n')}`).toContain(outcome);
    if (outcome !== 'runs') for (const text of why) expect(text.length).toBeGreaterThan(10);
  });

  it.each(Object.entries(DISPUTED))('%s is refused: %s', (file, reason) => {
    const { outcome, why } = applied(file);
    expect(outcome).toBe('rejects');
    expect(why.join()).toContain(reason.slice(reason.indexOf('supported values')));
  });
});

function applied(file: string): { readonly outcome: string; readonly why: readonly string[] } {
  const documents = parseText(file, readFileSync(new URL(file, corpus), 'utf8'));
  if (!parses(documents))
    return {
      outcome: 'rejects',
      why: documents.flatMap((document) => document.problems.map((p) => p.message)),
    };
  const objects = objectsOf(documents).map(({ value }) => value);
  if (objects.length === 0)
    return { outcome: 'rejects', why: ['error: no objects passed to apply'] };
  const server = new ApiServer();
  for (const namespace of namespacesOf(objects))
    server.simulation.submit(
      apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }),
      'test',
    );
  for (const object of objects)
    standIn(object, (request) => {
      const { document } = (request as { input?: { document?: unknown } }).input ?? {};
      if (document) server.simulation.submit(apply(document), 'test');
      return { ok: true, output: null };
    });
  const refusals = objects.flatMap((object) => {
    const answer = server.simulation.submit(apply(object), 'test');
    return answer.ok ? [] : [answer.error];
  });
  const unknown = refusals.filter((r) => r.causes.some((c) => c.reason === 'NoKindMatch'));
  const why = refusals.map((r) => r.message);
  if (refusals.length === 0) return { outcome: 'runs', why };
  return { outcome: unknown.length === refusals.length ? 'unsupported-kind' : 'rejects', why };
}

const apply = (body: unknown) => ({
  api: 'kubernetes' as const,
  verb: 'apply' as const,
  group: '',
  version: '',
  resource: '',
  body,
});

function namespacesOf(objects: readonly unknown[]): ReadonlySet<string> {
  const named = objects as readonly ({
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown };
  } | null)[];
  const own = named.flatMap((o) => (o?.kind === 'Namespace' ? [o.metadata?.name] : []));
  return new Set(
    named
      .map((object) => object?.metadata?.namespace)
      .filter((name): name is string => typeof name === 'string' && !own.includes(name)),
  );
}
