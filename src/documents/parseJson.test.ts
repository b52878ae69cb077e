import { describe, expect, it } from 'vitest';
import { LIMITS } from './document';
import { parseJson } from './parseJson';

const only = (text: string) => {
  const documents = parseJson(text);
  expect(documents).toHaveLength(1);
  return documents[0]!;
};
const at = (text: string, path: (string | number)[]) => {
  const { from, to, line, column } = only(text).locate(path);
  return [text.slice(from, to), line, column];
};

describe('what the command line accepts', () => {
  it('reads values of every type', () => {
    const text = '{"a":[1,-2.5e3,true,null,"x\\u00e9"],"b":{"c":{}}}';
    expect(only(text).value).toEqual(JSON.parse(text));
    expect(only(text).problems).toEqual([]);
  });

  it('reads a file with a byte order mark, tabs and CRLF', () => {
    expect(only('\uFEFF{\r\n\t"a": 1\r\n}\r\n').value).toEqual({ a: 1 });
  });

  it('reads several values one after another', () => {
    const documents = parseJson('{"a":1}\n{"b":[2]} [3]');
    expect(documents.map((d) => d.value)).toEqual([{ a: 1 }, { b: [2] }, [3]]);
    expect(documents[1]?.locate(['b', 0])).toMatchObject({ line: 2, column: 7 });
  });

  it('reads a file without content as no document', () => {
    expect(parseJson('')).toEqual([]);
    expect(parseJson(' \n\t')).toEqual([]);
  });

  it('keeps the last of equal keys and warns at its place', () => {
    const { value, problems } = only('{"a": 1, "b": 2,\n "a": 3}');
    expect(value).toEqual({ a: 3, b: 2 });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'duplicateKey', range: { line: 2, column: 2 } },
    ]);
  });

  it('treats __proto__ as a key like any other', () => {
    const { value } = only('{"__proto__": {"polluted": true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('what it refuses, and where', () => {
  it.each([
    ['{"a": 1,}', 'trailingComma', 1, 8],
    ['[1,\n 2,\n]', 'trailingComma', 2, 3],
    ['{"a": 1} // why', 'comment', 1, 10],
    ['{\n "a": "x\ty"\n}', 'controlCharacter', 2, 7],
    ['{"a": "x\n"}', 'unterminated', 1, 7],
    ['{"a": boolean}', 'syntax', 1, 7],
    ['{"a": $NAME}', 'syntax', 1, 7],
    ['{"a": ${NAME}, "b": "<X>"}', 'placeholder', 1, 7],
    ['{"a": <NAME>}', 'placeholder', 1, 7],
    ['{"a": "{{ kept }}" 1}', 'syntax', 1, 20],
    ['{a: 1}', 'syntax', 1, 2],
    ['{"a" 1}', 'syntax', 1, 6],
    ['{"a": 1 "b": 2}', 'syntax', 1, 9],
    ['{"a": ...}', 'syntax', 1, 7],
    ['{"a": 1', 'syntax', 1, 8],
    ['{"a": 1}}', 'extraText', 1, 9],
    ['{"a": 01}', 'syntax', 1, 8],
    ["{'a': 1}", 'syntax', 1, 2],
  ])('%j: %s at %i:%i', (text, code, line, column) => {
    const { value, problems } = only(text);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ severity: 'error', code, range: { line, column } }]);
  });

  it('says the limit that a text passes', () => {
    expect(only(`"${'x'.repeat(LIMITS.textLength)}"`).problems[0]?.message).toBe(
      'The file has 1,000,002 characters; the limit is 1,000,000.',
    );
    expect(only('['.repeat(5000)).problems[0]?.code).toBe('tooDeep');
    expect(only('{}'.repeat(LIMITS.documents + 1)).problems[0]?.code).toBe('tooManyDocuments');
  });
});

describe('locate', () => {
  const text = '{\n  "family": "web",\n  "containerDefinitions": [\n    { "name": "web" }\n  ]\n}';
  it.each([
    [['family'], '"web"', 2, 13],
    [['containerDefinitions', 0, 'name'], '"web"', 4, 15],
    [['containerDefinitions'], '"containerDefinitions"', 3, 3],
    [['containerDefinitions', 0], '"name"', 4, 7],
    [['containerDefinitions', 0, 'memory'], '"name"', 4, 7],
    [['networkMode'], '"family"', 2, 3],
    [[], '"family"', 2, 3],
  ])('%j is %s at %i:%i', (path, found, line, column) => {
    expect(at(text, path)).toEqual([found, line, column]);
  });
});
