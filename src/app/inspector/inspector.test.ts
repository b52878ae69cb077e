import { describe, expect, it } from 'vitest';
import { RecordMaps } from '../recordMaps';
import { colour } from './colour';
import { changesOf } from './changes';
import { markedLines } from './markedLines';
import { printRecord } from './print';
import { wireOf } from './wire';

describe('colour', () => {
  it.each([
    ['  "cpu": "512", "n": 4,', 'json', ['key', 'string', 'key', 'number']],
    ['  - name: web', 'yaml', ['key', 'string']],
    ['  replicas: 6', 'yaml', ['key', 'number']],
    ['      - nginx', 'yaml', ['string']],
  ] as const)('%s', (line, format, kinds) => {
    const tokens = colour(line, format);
    expect(tokens.map(({ text }) => text).join('')).toBe(line);
    expect(tokens.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('wireOf', () => {
  it.each([
    ['ecs/Task', 'harbour/8f3a', 'aws ecs describe-tasks --cluster harbour --tasks 8f3a'],
    ['ec2/Instance', 'i-0c41', 'aws ec2 describe-instances --instance-ids i-0c41'],
    ['elasticloadbalancing/LoadBalancer', 'web', 'aws elbv2 describe-load-balancers --names web'],
    ['kubernetes/Pod', 'default/web-1', 'kubectl get pod web-1 -o yaml'],
    ['kubernetes/Lease', 'kube-node-lease/a', 'kubectl get lease a -n kube-node-lease -o yaml'],
    [
      'kubernetes/Object',
      'horizontalpodautoscalers.autoscaling/default/web',
      'kubectl get horizontalpodautoscalers.autoscaling web -o yaml',
    ],
  ] as const)('%s is what one would type', (kind, key, command) => {
    const wire = wireOf({ kind: kind, key });
    expect(wire.command(wire.usual)).toBe(command);
  });

  it('asks for one thing', () => {
    expect(wireOf({ kind: 'ecs/Task', key: 'harbour/8f3a' }).request).toMatchObject({
      action: 'DescribeTasks',
      input: { cluster: 'harbour', tasks: ['8f3a'] },
    });
    expect(wireOf({ kind: 'kubernetes/Node', key: 'ip-10' }).request).not.toHaveProperty(
      'namespace',
    );
  });
});

describe('printRecord', () => {
  const answer = {
    tasks: [{ taskArn: 'arn:x', lastStatus: 'RUNNING', cpu: '512', createdAt: 1767571513.25 }],
    failures: [],
  };

  it('writes what aws writes: its order, its indent, its dates', () => {
    expect(printRecord(answer, 'aws', 'json').split('\n')).toEqual([
      '{',
      '    "tasks": [',
      '        {',
      '            "cpu": "512",',
      '            "createdAt": "2026-01-05T00:05:13.250000+00:00",',
      '            "lastStatus": "RUNNING",',
      '            "taskArn": "arn:x"',
      '        }',
      '    ],',
      '    "failures": []',
      '}',
    ]);
    expect(printRecord(answer, 'aws', 'yaml')).toContain("cpu: '512'");
  });

  it('writes what kubectl writes: every map by key', () => {
    const pod = {
      kind: 'Pod',
      apiVersion: 'v1',
      spec: { b: [{ name: 'web', image: 'x' }], a: 'True' },
    };
    expect(printRecord(pod, 'kubectl', 'yaml').split('\n')).toEqual([
      'apiVersion: v1',
      'kind: Pod',
      'spec:',
      '  a: "True"',
      '  b:',
      '  - image: x',
      '    name: web',
    ]);
  });
});

describe('the last change', () => {
  it('names what is different, and what stood there', () => {
    const before = { lastStatus: 'PENDING', startedAt: 5, containers: [{ name: 'web', cpu: '1' }] };
    const after = { lastStatus: 'RUNNING', startedAt: 9, containers: [{ name: 'web', cpu: '2' }] };
    expect(changesOf(before, after)).toEqual([
      { path: ['lastStatus'], was: 'PENDING' },
      { path: ['startedAt'], was: null },
      { path: ['containers', 0, 'cpu'], was: '1' },
    ]);
  });

  it('is only the new event where a list grows at its head', () => {
    const event = (id: string) => ({ id, message: id });
    const found = changesOf({ events: [event('a')] }, { events: [event('b'), event('a')] });
    expect(found.map(({ path }) => path)).toEqual([['events', 0]]);
  });

  it('is marked at its place in the text', () => {
    const text = printRecord(
      { tasks: [{ lastStatus: 'RUNNING', cpu: '1' }], failures: [] },
      'aws',
      'json',
    );
    const changes = [
      { path: ['tasks', 0, 'lastStatus'], was: 'PENDING' },
      { path: ['tasks', 0, 'notPrinted'], was: null },
    ];
    const lines = markedLines(text, 'json', changes);
    expect(lines.filter(({ changed }) => changed)).toEqual([
      { text: '            "lastStatus": "RUNNING"', changed: true, was: 'PENDING' },
    ]);
  });
});

describe('RecordMaps', () => {
  const task = (lastStatus: string) =>
    ({ kind: 'ecs/Task', key: 'c/a', value: { lastStatus } }) as const;
  const ref = { kind: 'ecs/Task', key: 'c/a' } as const;

  it('knows what a record was before its last change', () => {
    const records = new RecordMaps();
    records.fold(task('PENDING'));
    expect(records.previous(ref)).toBeUndefined();
    records.fold(task('RUNNING'));
    expect(records.previous(ref)).toEqual({ lastStatus: 'PENDING' });
  });

  it('still knows it after a jump to a moment at which the record was the same', () => {
    const records = new RecordMaps();
    records.fold(task('PENDING'));
    records.fold(task('RUNNING'));
    records.clear();
    records.fold(task('RUNNING'));
    expect(records.previous(ref)).toEqual({ lastStatus: 'PENDING' });
    records.clear();
    records.fold(task('STOPPED'));
    expect(records.previous(ref)).toBeUndefined();
  });
});
