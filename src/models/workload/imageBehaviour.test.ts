import { describe, expect, it } from 'vitest';
import { Simulation } from '../../engine/simulation';
import { imageBehaviour, pullMs } from './imageBehaviour';
import { workloadModel } from './model';
import { timings } from './timings';

const world = () => new Simulation({ models: [workloadModel], seed: 1, freeze: true });
const describeImage = (simulation: Simulation, input: unknown) =>
  simulation.submit({ api: 'quayside', action: 'describeImage', input } as never, 'test');

describe('imageBehaviour', () => {
  const { context } = world();
  const of = (image: string, command?: string[], args?: string[]) =>
    imageBehaviour(context, image, command, args);

  it('knows an image by any of its names, and the small variants', () => {
    for (const name of ['nginx', 'public.ecr.aws/nginx/nginx:1.28', 'localhost:5000/nginx:x'])
      expect(of(name)).toMatchObject({ name, sizeMB: 72, listens: [80] });
    expect(of('nginx:1.27-alpine').sizeMB).toBe(21);
    expect(of('public.ecr.aws/aws-containers/retail-store-sample-ui:1.2.1').cpuPerRequestMs).toBe(
      20,
    );
  });

  it('takes any other name for a plain server on whatever port is mapped', () => {
    expect(of('acme/api:v7')).toMatchObject({ listens: [], exits: null, fails: null });
  });

  it('cannot pull what no registry could hold', () => {
    for (const name of ['Acme/API', '{{IMAGE}}', 'web:'])
      expect(of(name)).toMatchObject({ name, fails: 'pull' });
  });

  it('lets a shell without a command end at once, as it does without a terminal', () => {
    expect(of('busybox')).toMatchObject({ exits: { code: 0 }, listens: null });
  });

  it('follows the command: kept alive, but deaf to SIGTERM and to requests', () => {
    expect(of('busybox', ['sh', '-c', 'while true; do sleep 1; done'])).toMatchObject({
      exits: null,
      listens: null,
      stopsAfterMs: timings.ignoresSigtermMs,
    });
    expect(of('nginx', undefined, ['sleep', '5'])).toMatchObject({
      exits: { afterMs: 5_000, code: 0 },
      listens: null,
    });
    expect(of('busybox', ['sh', '-c', 'trap "exit" TERM; sleep infinity']).stopsAfterMs).toBe(0);
  });

  it('makes a server of an interpreter that is given a program', () => {
    expect(of('python:3.12-slim', ['python', 'app.py'])).toMatchObject({
      exits: null,
      listens: [],
    });
  });

  it('leaves the image as it is where the arguments are its own', () => {
    expect(of('hashicorp/http-echo', undefined, ['-text=hi'])).toEqual(of('hashicorp/http-echo'));
  });

  it('pulls by size', () => {
    const random = context.random('test');
    const small = pullMs(of('busybox'), random);
    const large = pullMs(of('mysql:8'), random);
    expect(small).toBeGreaterThanOrEqual(300);
    expect(small).toBeLessThan(1_000);
    expect(large).toBeGreaterThan(6_500);
    expect(Number.isInteger(large)).toBe(true);
  });
});

describe('describeImage', () => {
  it('overrides what is known, most specific name first', () => {
    const simulation = world();
    describeImage(simulation, { name: 'shop/*', sizeMB: 10 });
    describeImage(simulation, {
      name: 'shop/web',
      startUp: '2s500ms',
      ready: 3_000,
      cpuPerRequestMs: 20,
    });
    describeImage(simulation, { name: 'shop/web:bad', exits: { after: '2s', code: 1 } });
    const of = (image: string) => imageBehaviour(simulation.context, image);
    expect(of('docker.io/shop/web:v1')).toMatchObject({ startUpMs: 2_500, readyMs: 3_000 });
    expect(of('shop/web:bad')).toMatchObject({
      startUpMs: 2_500,
      exits: { afterMs: 2_000, code: 1 },
    });
    expect(of('shop/cart').sizeMB).toBe(10);
    expect(of('shopper/cart').sizeMB).toBe(80);
  });

  it('notes a fact about the image', () => {
    const simulation = world();
    describeImage(simulation, { name: 'web', fails: 'readiness' });
    expect(simulation.facts.last(1)[0]).toMatchObject({
      type: 'imageDescribed',
      about: { kind: 'workload/Image', key: 'web' },
    });
  });

  it('refuses by field, and changes nothing then', () => {
    const simulation = world();
    const input = {
      name: 'x',
      ready: 'soon',
      listens: [0],
      exits: { code: 1 },
      fails: 'often',
      size: 3,
    };
    const answer = describeImage(simulation, input);
    expect(answer.ok).toBe(false);
    if (answer.ok) return;
    expect(answer.error.causes.map((c) => c.path[0])).toEqual([
      'size',
      'ready',
      'fails',
      'exits',
      'listens',
    ]);
    expect(simulation.context.size('workload/Image')).toBe(0);
    expect(describeImage(simulation, { name: 'x', startUp: '5s', ready: '1s' }).ok).toBe(false);
    expect(describeImage(simulation, 'x').ok).toBe(false);
  });
});
