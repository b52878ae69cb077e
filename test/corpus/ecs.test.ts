/**
 * Real ECS files against the index's judgement of what ECS does with each. The corpus lies beside the project and is not
 * part of it: where it is absent, this is skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isError, parseText } from '../../src/documents';
import { checkDocument } from '../../src/models/ecs/validation/checkDocument';

interface Entry {
  readonly file: string;
  readonly area: string;
  readonly expect: string;
  readonly alsoAcceptable?: readonly string[];
}

/** Where we differ from the index, and why. */
const WE_SAY = new Map([
  [
    'ecs/aws-samples__aws-codedeploy-linear-canary-deployments-blog/create_service.json',
    // serviceName "ecs-linear-blog:ServiceName": the service refuses names outside ^[a-zA-Z0-9\\-_]{1,255}$.
    'rejects',
  ],
]);

const folder = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const index = `${folder}/index.json`;

describe.skipIf(!existsSync(index))('ECS files of the corpus', () => {
  const read = JSON.parse(existsSync(index) ? readFileSync(index, 'utf8') : '[]') as
    readonly Entry[] | { readonly files: readonly Entry[] };
  const entries = 'files' in read ? read.files : read;
  for (const entry of entries.filter(({ area }) => area === 'ecs'))
    it(entry.file, () => {
      const messages = refusals(entry.file, readFileSync(`${folder}/${entry.file}`, 'utf8'));
      const outcome = messages.length > 0 ? 'rejects' : 'runs';
      const fine = [WE_SAY.get(entry.file) ?? entry.expect, ...(entry.alsoAcceptable ?? [])];
      expect(fine, messages.join('\n')).toContain(outcome);
    });
});

function refusals(name: string, text: string): readonly string[] {
  const documents = parseText(name, text);
  const problems = documents.flatMap((document) => document.problems).filter(isError);
  if (problems.length > 0) return problems.map((problem) => problem.message);
  return documents.flatMap(({ value }) =>
    checkDocument(value).errors.map((error) => `${error.path.join('.')}: ${error.message}`),
  );
}
