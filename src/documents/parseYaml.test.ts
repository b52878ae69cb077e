import { describe, expect, it } from 'vitest';
import { LIMITS } from './document';
import { parseYaml } from './parseYaml';

const values = (text: string) => parseYaml(text).map((document) => document.value);
const only = (text: string) => {
  const documents = parseYaml(text);
  expect(documents).toHaveLength(1);
  return documents[0]!;
};

describe('scalars mean what they mean to kubectl', () => {
  it.each<[string, unknown]>([
    ['true', true],
    ['yes', true],
    ['On', true],
    ['y', true],
    ['no', false],
    ['OFF', false],
    ['yEs', 'yEs'],
    ['~', null],
    ['', null],
    ['null', null],
    ['0644', 420],
    ['0o644', 420],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['-7', -7],
    ['08', 8],
    ['1:30', '1:30'],
    ['1e3', 1000],
    ['.5', 0.5],
    ['500m', '500m'],
    ['1.5Gi', '1.5Gi'],
    ['2026-01-05', '2026-01-05'],
    ['v1', 'v1'],
    ['"yes"', 'yes'],
    ["'0644'", '0644'],
    ['!!str 012', '012'],
  ])('%s', (source, expected) => {
    expect(values(`a: ${source}`)).toEqual([{ a: expected }]);
  });

  it('keys are texts whatever they look like', () => {
    expect(values('8080: a\ntrue: b\n? x\n: c')).toEqual([{ '8080': 'a', true: 'b', x: 'c' }]);
  });
});

describe('documents', () => {
  it('skips empty and comment-only ones', () => {
    expect(values('---\n# nothing\n---\na: 1\n---\n\n---\nb: 2\n...\n')).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
    expect(values('# only a comment\n')).toEqual([]);
    expect(values('')).toEqual([]);
  });

  it('reads CRLF, a byte order mark and block scalars', () => {
    expect(values('\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n')).toEqual([{ a: 1, b: 'x\ny\n' }]);
  });

  it('reads KYAML', () => {
    const text = '---\n{\n  apiVersion: "v1", # bare keys\n  items: [1, 2,],\n}\n';
    expect(values(text)).toEqual([{ apiVersion: 'v1', items: [1, 2] }]);
  });

  it('reads the documents around a broken one', () => {
    const documents = parseYaml('a: 1\n---\nb: [\n---\nc: 3\n');
    expect(documents.at(0)?.value).toEqual({ a: 1 });
    expect(documents.at(1)?.problems[0]?.severity).toBe('error');
  });
});

describe('anchors', () => {
  it('repeats, merges and lets explicit keys win', () => {
    const text =
      'base: &b { a: 1, n: { x: 1 } }\nuse: *b\nover:\n  <<: *b\n  a: 2\nboth: { <<: [{a: 9}, *b] }';
    expect(values(text)).toEqual([
      {
        base: { a: 1, n: { x: 1 } },
        use: { a: 1, n: { x: 1 } },
        over: { a: 2, n: { x: 1 } },
        both: { a: 9, n: { x: 1 } },
      },
    ]);
  });

  it('points at the place of the alias, and inside at what the anchor says', () => {
    const { locate } = only('base: &b\n  a: 1\nuse: *b\n');
    expect(locate(['use', 'a'])).toMatchObject({ line: 2, column: 6 });
    expect(locate(['use'])).toMatchObject({ line: 3, column: 1 });
  });

  it('refuses an anchor inside itself, an unknown one and a bomb', () => {
    expect(only('a: &a [*a]').problems[0]).toMatchObject({
      code: 'aliasOfItself',
      message: "anchor 'a' value contains itself",
    });
    expect(only('a: *nobody').problems[0]?.severity).toBe('error');
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const bomb = levels
      .map((name, i) => {
        const item = i === 0 ? 'lol' : `*${levels[i - 1]}`;
        return `${name}: &${name} [${Array<string>(9).fill(item).join(',')}]`;
      })
      .join('\n');
    expect(only(bomb).problems[0]).toMatchObject({
      code: 'tooManyAliases',
      message: 'document contains excessive aliasing: aliases stand for more than 20,000 values.',
    });
  });

  it('an alias means the last anchor of that name before it', () => {
    expect(values('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual([{ a: 1, b: 1, c: 2, d: 2 }]);
  });
});

describe('what nobody sees is named at its place', () => {
  it('a tab in the indentation', () => {
    const { problems } = only('spec:\n  a: 1\n\tb: 2\n');
    expect(problems).toMatchObject([
      { severity: 'error', code: 'tab', range: { line: 3, column: 1 } },
    ]);
  });

  it('a no-break space', () => {
    const { value, problems } = only('a: x\u00a0y\n');
    expect(value).toEqual({ a: 'x\u00a0y' });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'noBreakSpace', range: { line: 1, column: 5 } },
    ]);
  });

  it('a repeated key: the last one counts', () => {
    const { value, problems } = only('a: 1\nb: 2\na: 3\n');
    expect(value).toEqual({ a: 3, b: 2 });
    expect(problems).toMatchObject([{ code: 'duplicateKey', range: { line: 3, column: 1 } }]);
  });
});

describe('keys that YAML cannot have', () => {
  it.each([
    ['name: {{ .Release.Name }}', 'placeholder', '{{ .Release.Name }}', [1, 7]],
    ['- port: {{port}}', 'placeholder', '{{port}}', [1, 9]],
    ['{{- if .Values.on }}\na: 1\n{{- end }}', 'placeholder', '{{- if .Values.on }}', [1, 1]],
    ['a: 1\nname: {{ name }}-svc', 'placeholder', '{{ name }}', [2, 7]],
    ['? {a: 1}\n: b', 'mapKey', '{a: 1}', [1, 3]],
    ['? [a, b]\n: c', 'mapKey', '[a, b]', [1, 3]],
  ])('%j is %s', (text, code, part, [line, column]) => {
    const [document] = parseYaml(text);
    expect(document?.problems).toMatchObject([
      { severity: 'error', code, detail: { text: part }, range: { line, column } },
    ]);
  });
});

describe('limits', () => {
  it.each([
    ['tooLong', `a: ${'x'.repeat(LIMITS.textLength)}`],
    ['tooDeep', '['.repeat(200) + ']'.repeat(200)],
    ['tooDeep', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['tooManyDocuments', 'a: 1\n---\n'.repeat(LIMITS.documents + 1)],
  ])('%s', (code, text) => {
    expect(parseYaml(text)[0]?.problems[0]?.code).toBe(code);
  });
});

describe('locate', () => {
  const text =
    'spec:\n  replicas: 3\n  template:\n    containers:\n      - name: web\n        image: x\n';
  it.each([
    [['spec', 'replicas'], '3', 2],
    [['spec', 'template', 'containers', 0, 'image'], 'x', 6],
    [['spec', 'template', 'containers', 0], 'name', 5],
    [['spec', 'template', 'containers', 0, 'ports'], 'name', 5],
    [['spec', 'selector'], 'spec', 1],
    [[], 'spec', 1],
  ])('%j is %s on line %i', (path, found, line) => {
    const range = only(text).locate(path);
    expect([text.slice(range.from, range.to), range.line]).toEqual([found, line]);
  });
});
