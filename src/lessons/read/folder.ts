/** A lesson's folder: its texts by path, and which file a script means. */
import { objectsOf, parses, parseText } from '../../documents';
import type { Scenario, ScenarioFile } from '../../host/scenario';
import type { TextFile } from '../../host/readScenario';
import type { Files } from './script';

/** `start/service.json`, `index.en.md`... */
export type FolderFile = TextFile;

export class LessonFolder {
  readonly slug: string;
  readonly number: number;
  readonly part: number;

  constructor(
    /** `lessons/01-first-steps/02-keep-three-running` */
    readonly path: string,
    private readonly all: readonly FolderFile[],
    /** Compiles a scenario of lessons/scenarios. */
    readonly scenario: (name: string) => Scenario | undefined,
  ) {
    const [part = '', own = ''] = path.split('/').slice(-2);
    this.part = Number(/^(\d+)-/.exec(part)?.[1] ?? NaN);
    const [, number, slug] = /^(\d+)-(.+)$/.exec(own) ?? [];
    this.number = Number(number ?? NaN);
    this.slug = slug ?? own;
  }

  text(name: string): string | undefined {
    return this.all.find((file) => file.name === name)?.text;
  }

  /** The learner's files, by name. */
  get start(): readonly ScenarioFile[] {
    return this.in('start');
  }

  /** Files of several subfolders: the first that has a name has it. */
  files(folders: readonly string[]): Files {
    const find = (name: string) => {
      for (const folder of folders) {
        const text = this.text(`${folder}/${name}`);
        if (text !== undefined) return { name, text };
      }
      return undefined;
    };
    const read = (name: string) => {
      const file = find(name);
      if (!file) throw new Error(`there is no file ${name} in ${folders.join(' or ')}`);
      return valuesOf(file);
    };
    return { find, read };
  }

  private in(folder: string): readonly ScenarioFile[] {
    return this.all
      .filter(({ name }) => name.startsWith(`${folder}/`))
      .map(({ name, text }) => ({ name: name.slice(folder.length + 1), text }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function valuesOf({ name, text }: ScenarioFile): readonly unknown[] {
  const documents = parseText(name, text);
  const problem = documents.flatMap((d) => d.problems).find((p) => p.severity === 'error');
  if (problem && !parses(documents))
    throw new Error(`${name}:${problem.range.line}: ${problem.message}`);
  return objectsOf(documents).map((object) => object.value);
}
