/** What lies ahead of a run: (container, image) -> outcomes with the ms at which each is found. */
import { describe, expect, it } from 'vitest';
import type { ImageBehaviour } from '../../workload/types';
import type { Container, Probe } from '../types';
import { expectedOutcomes, listeningPorts } from './probes';

const image = (changes: Partial<ImageBehaviour> = {}): ImageBehaviour => ({
  name: 'shop/web',
  sizeMB: 50,
  startUpMs: 4_000,
  readyMs: 7_000,
  cpuPerRequestMs: 5,
  idleCpuMilli: 0,
  memoryMiB: 64,
  memoryPerRequestKiB: 0,
  leakMiBPerMinute: 0,
  exits: null,
  listens: [80],
  fails: null,
  stopsAfterMs: 1_000,
  ...changes,
});
const container = (changes: Partial<Container> = {}): Container => ({ name: 'web', ...changes });
const http = (changes: Partial<Probe> = {}): Probe => ({ httpGet: { port: 80 }, ...changes });

const ahead = (c: Container, behaviour: ImageBehaviour): readonly string[] =>
  expectedOutcomes(c, behaviour).flatMap(({ afterMs, findings }) =>
    findings.map((f) => `${afterMs} ${f.what}${'probe' in f ? ` ${f.probe}` : ''}`),
  );

describe('expectedOutcomes', () => {
  const cases: readonly [string, Container, ImageBehaviour, readonly string[]][] = [
    ['nothing is probed', container(), image(), ['4000 listens', '7000 serves']],
    [
      'a process that ends hides what would come after',
      container(),
      image({ exits: { afterMs: 5_000, code: 3 } }),
      ['4000 listens', '5000 exits'],
    ],
    [
      'readiness succeeds at the first look after the image is ready',
      container({ readinessProbe: http({ periodSeconds: 3, initialDelaySeconds: 1 }) }),
      image(),
      ['1000 probeFailed Readiness', '4000 listens', '7000 serves', '7000 ready'],
    ],
    [
      'successThreshold asks for several looks in a row',
      container({ readinessProbe: http({ periodSeconds: 10, successThreshold: 3 }) }),
      image(),
      ['0 probeFailed Readiness', '4000 listens', '7000 serves', '30000 ready'],
    ],
    [
      'tcpSocket succeeds as soon as something listens',
      container({ readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 2 } }),
      image(),
      ['0 probeFailed Readiness', '4000 listens', '4000 ready', '7000 serves'],
    ],
    [
      'liveness kills at the third failure in a row',
      container({ livenessProbe: http({ periodSeconds: 1 }) }),
      image(),
      ['0 probeFailed Liveness', '2000 probeKills Liveness'],
    ],
    [
      'a port on which nothing listens is refused for ever',
      container({ livenessProbe: { httpGet: { port: 8080 }, initialDelaySeconds: 10 } }),
      image(),
      ['4000 listens', '7000 serves', '10000 probeFailed Liveness', '30000 probeKills Liveness'],
    ],
    [
      'startup holds readiness back and readiness looks at once when it has passed',
      container({
        startupProbe: http({ periodSeconds: 5, failureThreshold: 5 }),
        readinessProbe: http({ periodSeconds: 10 }),
      }),
      image(),
      [
        '0 probeFailed Startup',
        '4000 listens',
        '5000 started',
        '5000 probeFailed Readiness',
        '7000 serves',
        '15000 ready',
      ],
    ],
    [
      'startup that never passes kills before liveness is asked',
      container({
        startupProbe: http({ periodSeconds: 1, failureThreshold: 2 }),
        livenessProbe: http({ periodSeconds: 1 }),
      }),
      image(),
      ['0 probeFailed Startup', '1000 probeKills Startup'],
    ],
  ];
  it.each(cases)('%s', (_, c, behaviour, expected) => {
    expect(ahead(c, behaviour)).toEqual(expected);
  });
});

describe('listeningPorts', () => {
  it.each([
    ['those of the image', image({ listens: [5432] }), [5432]],
    ['those that the definition names', image({ listens: [] }), [8080]],
    ['none for a worker', image({ listens: null }), []],
  ] as const)('%s', (_, behaviour, ports) => {
    expect(listeningPorts(container({ ports: [{ containerPort: 8080 }] }), behaviour)).toEqual(
      ports,
    );
  });
});
