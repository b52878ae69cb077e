/** A lesson that is wrong is said to be so at its place; nothing is guessed. */
import { describe, expect, it } from 'vitest';
import { readDraft } from '../../src/lessons/read';
import { readBlocks, readLine } from '../../src/lessons/read/markdown';
import { readProse } from '../../src/lessons/read/prose';
import { LessonError } from '../../src/lessons/read';
import { folderOf, lessonOf, withBasics } from './lessonOf';

function problemsOf(text: string): readonly string[] {
  try {
    readDraft(folderOf(withBasics(text)));
    return [];
  } catch (error) {
    if (error instanceof LessonError) return error.problems;
    throw error;
  }
}
const lineOf = (text: string, part: string) =>
  withBasics(text)
    .split('\n')
    .findIndex((line) => line.includes(part)) + 1;

const goal = (rest: string) => `goals:\n  - { id: a, ${rest} }`;
const VALUE = 'of: ecs/service/web, path: runningCount';

describe('lesson.yaml', () => {
  it.each([
    [goal(`${VALUE}, is: 3, colour: red`), 'colour', 'unknown key "colour"'],
    [goal(`${VALUE}`), 'id: a', 'needs one of is, atLeast'],
    [goal(`${VALUE}, is: 3, atLeast: 2`), 'id: a', 'needs one of is, atLeast'],
    [goal('of: ecs/pods, is: 3'), 'ecs/pods', 'unknown: ecs/pods'],
    [goal('of: ecs/service, is: 3'), 'ecs/service', 'ecs/service needs a name'],
    [goal('of: ecs/tasks/web, is: 3'), 'ecs/tasks', 'is a set and takes no name'],
    [goal(`${VALUE}, is: 3, within: soon`), 'soon', 'must be a duration'],
    [
      goal(`${VALUE}, is: 3, after: never-heard`),
      'never-heard',
      'there is no goal and no moment never-heard',
    ],
    [goal(`${VALUE}, is: { measure: none }`), 'none', 'there is no measure none'],
    [goal(`${VALUE}, is: 3, until: open`), 'until', 'goes with "never" only'],
    [goal('of: ecs/tasks, path: most each zone, is: 3'), 'most each', 'is no path'],
    [goal('happened: nothing'), 'nothing', 'must name a fact'],
    ['measures:\n  Wrong: { seconds: { from: open, to: act } }', 'Wrong', 'camelCase'],
    ['measures:\n  a: { seconds: { from: open, to: act }, at: open }', 'a:', 'does not go with'],
    ['solution:\n  - { at: 1s, apply: nowhere.json }', 'nowhere', 'there is no file nowhere.json'],
    ['solution:\n  - { at: 1s }', '- { at', 'needs one of apply'],
    ['files: [nothing.json]', 'nothing', 'there is no start/nothing.json'],
    [
      'predict:\n  - { id: q, options: [x, y], answer: z }',
      'answer: z',
      'is not among the options',
    ],
    [
      'nearMisses:\n  - { id: m, steps: [], until: 1m, unmet: [four] }',
      'four',
      'there is no goal four',
    ],
  ])('%s', (text, part, message) => {
    const problem = problemsOf(text).find((each) => each.includes(message));
    expect(problem ?? problemsOf(text)).toMatch(
      new RegExp(`^lessons/01-test/01-test/lesson.yaml:${lineOf(text, part)}: `),
    );
  });

  it('says everything that is wrong at once, in the order of the text', () => {
    const problems = problemsOf(`${goal(`${VALUE}, is: 3, for: x`)}\nhints: many\nfocus: 3`);
    const lines = problems.map((problem) => Number(problem.split(':')[1]));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('knows moments by name, and none that is made of itself', () => {
    const { goals } = lessonOf(`
moments:
  second: { fact: ecs/serviceUpdated, nth: 2, plus: 1s }
  later: { moment: second, plus: 5s }
goals:
  - { id: a, of: ecs/tasks, is: 1, after: second }
  - { id: b, of: ecs/tasks, is: 1, after: [a, { moment: later, plus: 1s }] }
`);
    expect(goals[0]?.after).toMatchObject({ at: 'fact', nth: 2, plusMs: 1_000 });
    expect(goals[1]?.after).toMatchObject({
      at: 'all',
      moments: [
        { at: 'goal', goal: 'a' },
        { at: 'fact', nth: 2, plusMs: 7_000 },
      ],
    });
    expect(problemsOf('moments:\n  x: { moment: x, plus: 1s }').join()).toContain('no moment x');
  });

  it('reads paths, sets and halves', () => {
    const { goals } = lessonOf(`
goals:
  - { id: a, of: kubernetes/pods, where: { app: [web, api], restarts: { atLeast: 1 } }, path: most per zone, atMost: 2 }
  - { id: b, of: kubernetes/deployment/team-a/web, exists: false }
  - { id: c, all: [{ of: ecs/tasks, is: 1 }, { happened: kubernetes/podCreated }] }
`);
    expect(goals[0]?.conditions[0]).toMatchObject({
      value: {
        of: { noun: 'kubernetes/pods', name: null, where: [{ test: { any: ['web', 'api'] } }, {}] },
        path: { read: 'mostBy', field: ['zone'] },
      },
      test: { op: 'atMost', than: 2 },
    });
    expect(goals[1]?.conditions[0]).toMatchObject({
      value: { of: { name: 'team-a/web' }, path: { read: 'count' } },
      test: { op: 'is', any: [0] },
    });
    expect(goals.map(({ halves }) => halves)).toEqual([
      ['kubernetes'],
      ['kubernetes'],
      ['ecs', 'kubernetes'],
    ]);
  });
});

describe('prose', () => {
  const complaints: string[] = [];
  const line = (text: string) =>
    readLine(text, {
      measures: new Set(['took']),
      complain: (message) => void complaints.push(message),
    });

  it('keeps marks, measures and things of the stage', () => {
    expect(line('**적용**을 `web:2`로, [서비스](stage:ecs/service/web) {{took}} < 3 & 4')).toEqual([
      { is: 'strong', line: [{ is: 'text', text: '적용' }] },
      { is: 'text', text: '을 ' },
      { is: 'code', text: 'web:2' },
      { is: 'text', text: '로, ' },
      { is: 'stage', thing: 'ecs/service/web', line: [{ is: 'text', text: '서비스' }] },
      { is: 'text', text: ' ' },
      { is: 'measure', name: 'took' },
      { is: 'text', text: ' < 3 & 4' },
    ]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['{{other}}', 'there is no measure other'],
    ['a <b>bold</b> word', 'html has no place'],
    ['![x](https://example.org/x.png)', 'image has no place'],
    ['[x](http://example.org)', 'neither https nor stage:'],
    ['[x](javascript:alert(1))', 'neither https nor stage:'],
    ['[x](stage:ecs/tasks)', 'names nothing that a stage shows'],
    ['이것은 **"인용"**을', 'is not read as meant'],
  ])('refuses %s', (text, message) => {
    complaints.length = 0;
    line(text);
    expect(complaints.join()).toContain(message);
  });

  it('makes blocks of a body and knows their lines', () => {
    const found: [number, string][] = [];
    const blocks = readBlocks(
      'One\ntwo.\n\n## Three\n\n1. four\n2. five\n\n# Six\n',
      new Set(),
      (...p) => found.push(p),
    );
    expect(blocks.map((block) => block.is)).toEqual(['paragraph', 'heading', 'list', 'heading']);
    expect(blocks[0]).toEqual({ is: 'paragraph', line: [{ is: 'text', text: 'One two.' }] });
    expect(found).toEqual([[9, 'headings are ## and ###: the title is in front']]);
  });

  it('says why a text with a colon is none', () => {
    const front = 'title: T\nidea: I\ngoals: { three: yes, three }\nhints: [a, press: now, c]';
    const { problems } = readProse('x', `---\n${front}\n---\n\nBody.\n`, 'en', lessonOf(''));
    expect(problems.join()).toContain('hints.1 must be a text: one with ": " in it needs quotes');
  });

  it('turns where a prediction is asked, and no more often', () => {
    const ids = lessonOf('hints: 0');
    const { prose } = readProse('index.en.md', '---\ntitle: T\n---\nA.\n\n---\n\nB.\n', 'en', ids);
    expect(prose.body.map(({ is }) => is)).toEqual(['paragraph', 'turn', 'paragraph']);
    const { problems } = readProse('index.en.md', '---\ntitle: T\n---\nA.\n\n---\n', 'en', ids);
    expect(problems).toContain('index.en.md:4: 1 turns (---) for 0 predictions');
  });

  it('needs a text for every id, and no other', () => {
    const ids = lessonOf('hints: 1');
    const front = 'title: T\nidea: I\ngoals:\n  four: no\nhints: [a, b]';
    const { problems } = readProse('index.en.md', `---\n${front}\n---\n\nBody.\n`, 'en', ids);
    expect(problems).toEqual([
      'index.en.md:4: goals has no text for three',
      'index.en.md:5: goals.four lesson.yaml has no four',
      'index.en.md:6: hints must be 1, as lesson.yaml says, and not 2',
      'index.en.md:8: prose is 20 to 60 lines, this is 1',
    ]);
  });
});
