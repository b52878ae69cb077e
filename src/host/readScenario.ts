/** A scenario's folder -> a compiled Scenario. Used by the build (which ships the result) and by the command line. */
import { objectsOf, parses, parseText, parseYaml } from '../documents';
import { compileScenario, type Scenario, type ScenarioDocument } from './scenario';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export const SCENARIO_FILE = 'scenario.yaml';

export function readScenario(slug: string, files: readonly TextFile[]): Scenario {
  const own = files.find((f) => f.name === SCENARIO_FILE);
  if (!own) throw new Error(`${slug} has no ${SCENARIO_FILE}`);
  const documents = files.filter((f) => f.name !== SCENARIO_FILE);
  return compileScenario(slug, readOwn(own), documents, (name) => {
    const file = documents.find((f) => f.name === name);
    if (!file) throw new Error(`${slug}: no file ${name}`);
    return readValues(file);
  });
}

function readOwn(file: TextFile): ScenarioDocument {
  const [document] = parseYaml(file.text);
  const problem = document?.problems.find((p) => p.severity === 'error');
  if (!document || problem)
    throw new Error(`${file.name}:${problem?.range.line ?? 1}: ${problem?.message ?? 'empty'}`);
  return document.value as ScenarioDocument;
}

function readValues(file: TextFile): readonly unknown[] {
  const documents = parseText(file.name, file.text);
  if (!parses(documents)) {
    const problem = documents.flatMap((d) => d.problems).find((p) => p.severity === 'error');
    throw new Error(`${file.name}:${problem?.range.line ?? 1}: ${problem?.message ?? 'not read'}`);
  }
  return objectsOf(documents).map((object) => object.value);
}
