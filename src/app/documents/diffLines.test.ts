import { describe, expect, it } from 'vitest';
import { objectsOf, parseText } from '../../documents';
import { diffLines } from './diffLines';
import { differences } from '../../documents/differences';

function diff(name: string, text: string, live: unknown) {
  const planned = objectsOf(parseText(name, text)).map((object) => ({
    object,
    live,
    differences: live === undefined ? [] : differences(object.value, live),
  }));
  const sign = { same: ' ', live: '-', asked: '+' };
  return diffLines(text, planned, name.endsWith('.json') ? 'json' : 'yaml').map(
    ({ side, text: line }) => `${sign[side]}${line}`,
  );
}

describe('diffLines', () => {
  it('puts the live value in the place of the asked one', () => {
    const text = '{\n  "serviceName": "web",\n  "desiredCount": 8,\n  "launchType": "EC2"\n}';
    expect(
      diff('s.json', text, { serviceName: 'web', desiredCount: 6, launchType: 'EC2' }),
    ).toEqual([
      ' {',
      '   "serviceName": "web",',
      '-  "desiredCount": 6,',
      '+  "desiredCount": 8,',
      '   "launchType": "EC2"',
      ' }',
    ]);
  });

  it('shows a line that asks for what is not set as new', () => {
    const text = 'spec:\n  replicas: 3\n  paused: true\n';
    expect(diff('d.yaml', text, { spec: { replicas: 3 } })).toEqual([
      ' spec:',
      '   replicas: 3',
      '+  paused: true',
      ' ',
    ]);
  });

  it('writes several differences of one line together', () => {
    const text = '{ "a": 1, "b": "x", "c": 3 }';
    expect(diff('x.json', text, { a: 2, b: 'y', c: 3 })).toEqual([
      '-{ "a": 2, "b": "y", "c": 3 }',
      '+{ "a": 1, "b": "x", "c": 3 }',
    ]);
  });

  it('is all new where nothing of that name is live', () => {
    expect(diff('d.yaml', 'kind: Pod\napiVersion: v1\n', undefined)).toEqual([
      '+kind: Pod',
      '+apiVersion: v1',
      ' ',
    ]);
  });

  it('says what the file no longer asks for', () => {
    const before = JSON.stringify({ spec: { replicas: 3, paused: true } });
    const live = {
      metadata: {
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': before },
      },
      spec: { replicas: 3, paused: true },
    };
    expect(diff('d.yaml', 'spec:\n  replicas: 3\n', live)).toContain('-spec.paused: true');
  });
});
