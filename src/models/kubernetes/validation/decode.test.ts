import { describe, expect, it } from 'vitest';
import { decodeObject } from './decode';

const pod = (spec: unknown) => ({ metadata: { name: 'x' }, spec });
const container = (over: object) => pod({ containers: [{ name: 'c', ...over }] });

describe('wrong types, in the words of Go', () => {
  it.each<[unknown, string]>([
    [pod('x'), 'json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec'],
    [
      pod({ containers: {} }),
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      container({ ports: [{ containerPort: '80' }] }),
      'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      container({ ports: [{ containerPort: 1.5 }] }),
      'json: cannot unmarshal number 1.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      container({ env: [{ name: 'A', value: 1 }] }),
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
    ],
    [
      { metadata: { labels: { a: true } } },
      'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      { metadata: { creationTimestamp: 'now' } },
      'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"',
    ],
    [
      container({ resources: { limits: { cpu: 'much' } } }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [container({ resources: { limits: { memory: '1K' } } }), "unable to parse quantity's suffix"],
  ])('%j', (json, message) =>
    expect(decodeObject('Pod', json).typeErrors[0]?.message).toBe(message),
  );

  it('refuses data that is not base64, at the byte where Go would', () => {
    expect(decodeObject('Secret', { data: { a: 'YQ==', b: 'YWJj\n' } }).typeErrors).toEqual([]);
    expect(decodeObject('Secret', { data: { a: 'not base64' } }).typeErrors[0]).toMatchObject({
      path: ['data', 'a'],
      message: 'illegal base64 data at input byte 3',
    });
  });
});

describe('unknown fields', () => {
  it('are named with their path and dropped', () => {
    const { value, unknownFields } = decodeObject(
      'Pod',
      container({ imagePullpolicy: 'Always', image: 'x' }),
    );
    expect(unknownFields).toEqual([
      {
        path: ['spec', 'containers', 0, 'imagePullpolicy'],
        reason: 'UnknownField',
        message: 'unknown field "spec.containers[0].imagePullpolicy"',
      },
    ]);
    expect(value['spec']).toEqual({ containers: [{ name: 'c', image: 'x' }] });
  });
});

describe('what it keeps', () => {
  it('reads times as virtual milliseconds', () =>
    expect(
      decodeObject('Pod', { metadata: { creationTimestamp: '2026-01-05T00:00:02Z' } }).value,
    ).toEqual({ metadata: { creationTimestamp: 2000 } }));

  it('takes null for absent, except inside maps and lists', () =>
    expect(
      decodeObject('ConfigMap', { metadata: { name: 'a', labels: null }, data: { a: null } }).value,
    ).toEqual({ metadata: { name: 'a' }, data: { a: '' } }));

  it('keeps empty structs and drops empty lists', () =>
    expect(
      decodeObject('Pod', pod({ volumes: [{ name: 'a', emptyDir: {} }], tolerations: [] })).value[
        'spec'
      ],
    ).toEqual({ volumes: [{ name: 'a', emptyDir: {} }] }));

  it('takes quantities and ports as numbers or texts', () =>
    expect(
      decodeObject(
        'Pod',
        container({
          resources: { limits: { cpu: 0.5, memory: '1Gi' } },
          livenessProbe: { tcpSocket: { port: 'http' } },
        }),
      ).typeErrors,
    ).toEqual([]));
});
