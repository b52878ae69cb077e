import { describe, expect, it } from 'vitest';
import { formatText } from './formatText';
import { objectsOf, parseText } from './index';

const values = (name: string, text: string) =>
  objectsOf(parseText(name, text)).map((object) => object.value);

describe('formatText', () => {
  it('lays JSON out with two spaces', () => {
    expect(formatText('a.json', '{"a":1,\r\n"b":[1,2],"c":{}}')).toBe(
      '{\n  "a": 1,\n  "b": [\n    1,\n    2\n  ],\n  "c": {}\n}\n',
    );
  });

  it('lays YAML out, and keeps comments, quotes, anchors and what plain scalars say', () => {
    const text = [
      '# top',
      'spec:',
      '    mode: 0644   # octal',
      '    on: yes',
      '    version: "1.10"',
      '    labels: &l {app: web}',
      '    again: *l',
      '    list:',
      '      - a',
      '---',
      'kind:   Other',
      '',
    ].join('\n');
    const formatted = formatText('a.yaml', text);
    expect(formatted).toContain('# top\nspec:\n  mode: 0644 # octal\n  on: yes\n  version: "1.10"');
    expect(formatted).toContain('  list:\n  - a\n---\nkind: Other\n');
    expect(values('a.yaml', formatted ?? '')).toEqual(values('a.yaml', text));
    expect(formatText('a.yaml', formatted ?? '')).toBe(formatted);
  });

  it('keeps the first line of a file that begins with a marker', () => {
    expect(formatText('a.yaml', '---\na:   1\n---\nb:  2\n')).toBe('---\na: 1\n---\nb: 2\n');
  });

  it('leaves alone what does not parse', () => {
    expect(formatText('a.json', '{"a":')).toBeNull();
    expect(formatText('a.yaml', 'a:\n\tb: 1')).toBeNull();
  });
});
