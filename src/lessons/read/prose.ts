/** `index.en.md`, `index.ko.md` -> Prose. Every id of the lesson must have its text here, and no other may. */
import { parseYaml } from '../../documents';
import type { Language, Lesson, Line, Prose, Question, QuestionText } from '../types';
import { readBlocks, readLine } from './markdown';
import { Source, type Place, Place as Walk } from './walker';

/** What a text must have words for. */
export type Ids = Pick<
  Lesson,
  'goals' | 'hints' | 'predict' | 'nearMisses' | 'transfer' | 'measures'
>;

export interface ReadProse {
  readonly prose: Prose;
  readonly problems: readonly string[];
}

const FRONT = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/;
const KEYS = ['title', 'idea', 'goals', 'hints', 'predict', 'nearMisses', 'transfer'] as const;
const BODY_LINES = { least: 10, most: 60 };

export function readProse(name: string, text: string, language: Language, ids: Ids): ReadProse {
  const front = FRONT.exec(text);
  const [document] = parseYaml(front?.[1] ?? '');
  const problem = document?.problems.find(({ severity }) => severity === 'error');
  if (!front || !document || problem) {
    const line = (problem?.range.line ?? 0) + 1;
    const what = problem?.message ?? 'must begin with a front matter between two lines of ---';
    return { prose: nothing(language), problems: [`${name}:${line}: ${what}`] };
  }
  const source = new Source(name, document.locate, 1);
  const measures = new Set(ids.measures.map((measure) => measure.name));
  const fields = new Texts(new Walk(document.value, [], source), ids, measures);
  const bodyLine = front[0].split('\n').length - 1;
  const late: string[] = [];
  const body = readBlocks(text.slice(front[0].length), measures, (line, message) =>
    late.push(`${name}:${bodyLine + line}: ${message}`),
  );
  const turns = body.filter(({ is }) => is === 'turn').length;
  if (turns > ids.predict.length)
    late.push(
      `${name}:${bodyLine + 1}: ${turns} turns (---) for ${ids.predict.length} predictions`,
    );
  const lines = text.slice(front[0].length).trim().split('\n').length;
  if (lines < BODY_LINES.least || lines > BODY_LINES.most)
    late.push(`${name}:${bodyLine + 1}: prose is 20 to 60 lines, this is ${lines}`);
  const prose = { language, ...fields.read(), body };
  return { prose, problems: [...source.problems, ...late] };
}

class Texts {
  constructor(
    private readonly place: Place,
    private readonly ids: Ids,
    private readonly measures: ReadonlySet<string>,
  ) {}

  read(): Omit<Prose, 'language' | 'body'> {
    const { ids } = this;
    const get = this.place.fields(KEYS);
    return {
      title: get('title').text(),
      idea: this.line(get('idea')),
      goals: this.byId(get('goals'), idsOf(ids.goals), (each) => this.line(each)),
      hints: this.hints(get('hints')),
      predict: this.questions(get('predict'), ids.predict),
      nearMisses: this.byId(get('nearMisses'), idsOf(ids.nearMisses), (each) => this.line(each)),
      transfer: this.questions(get('transfer'), ids.transfer),
    };
  }

  private line(place: Place): Line {
    const { measures } = this;
    return readLine(place.text(), { measures, complain: (message) => place.fail(message) });
  }

  private hints(place: Place): readonly Line[] {
    if (!place.isThere && this.ids.hints === 0) return [];
    const hints = place.list().map((each) => this.line(each));
    if (hints.length !== this.ids.hints)
      place.fail(`must be ${this.ids.hints}, as lesson.yaml says, and not ${hints.length}`);
    return hints;
  }

  private questions(
    place: Place,
    questions: readonly Omit<Question, 'askAfter'>[],
  ): Prose['predict'] {
    return this.byId(place, idsOf(questions), (each, id) => {
      const get = each.fields(['question', 'options', 'answer']);
      const options = questions.find((question) => question.id === id)?.options ?? [];
      return {
        question: this.line(get('question')),
        options: this.byId(get('options'), options, (option) => this.line(option)),
        answer: this.line(get('answer')),
      } satisfies QuestionText;
    });
  }

  private byId<T>(
    place: Place,
    ids: readonly string[],
    read: (each: Place, id: string) => T,
  ): Readonly<Record<string, T>> {
    if (!place.isThere && ids.length === 0) return {};
    const entries = place.entries();
    for (const [id, each] of entries) if (!ids.includes(id)) each.fail(`lesson.yaml has no ${id}`);
    for (const id of ids)
      if (!entries.some(([key]) => key === id)) place.fail(`has no text for ${id}`);
    return Object.fromEntries(
      entries.filter(([id]) => ids.includes(id)).map(([id, each]) => [id, read(each, id)]),
    );
  }
}

const idsOf = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id);

const nothing = (language: Language): Prose => ({
  language,
  title: '',
  idea: [],
  goals: {},
  hints: [],
  predict: {},
  nearMisses: {},
  transfer: {},
  body: [],
});
