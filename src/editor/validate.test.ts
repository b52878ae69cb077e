import { describe, expect, it } from 'vitest';
import { objectsOf, parseText } from '../documents';
import { validate } from './validate';

const check = (name: string, text: string) =>
  validate(objectsOf(parseText(name, text)), name.endsWith('.json') ? 'json' : 'yaml');

describe('validate', () => {
  it('puts the words of ECS at their place', () => {
    const { markers } = check(
      'taskdef.json',
      '{\n  "family": "web",\n  "containerDefinitions": [\n    { "name": "web", "image": "nginx" }\n  ]\n}',
    );
    expect(markers).toMatchObject([{ severity: 'error', range: { line: 4 } }]);
    expect(markers[0]?.message).toMatch(/memory/);
  });

  it('puts the words of Kubernetes at their place', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: three\n';
    expect(check('deployment.yaml', text).markers).toMatchObject([
      { severity: 'error', range: { line: 5, column: 13 } },
    ]);
  });

  it('says what has no effect here', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: nginx\n    tty: true\n';
    const { markers, notSimulated } = check('pod.yaml', text);
    expect(markers).toEqual([]);
    expect(notSimulated.map(({ line }) => line)).toEqual([8]);
  });

  it('says what a file lacks that is neither', () => {
    expect(check('x.json', '{"hello": 1}').markers[0]?.message).toMatch(/containerDefinitions/);
    expect(check('x.yaml', 'hello: 1').markers[0]?.message).toBe("Object 'Kind' is missing");
  });
});
