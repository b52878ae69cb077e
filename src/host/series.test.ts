import { describe, expect, it } from 'vitest';
import { deployment, ecsService, scenario, taskDefinition } from '../../test/fixtures/scenario';
import type { Request, SeriesAnswer, SeriesInput } from './protocol';
import { World } from './world';

const FARGATE = {
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '512',
  memory: '1024',
  containerDefinitions: [
    { name: 'app', image: 'shop/web:1', portMappings: [{ containerPort: 8080 }] },
  ],
};

function world(): World {
  const w = new World(scenario(), 7);
  w.advance(1_000);
  return w;
}
function apply(w: World, document: object): void {
  const response = w.submit('learner', {
    api: 'quayside',
    action: 'applyDocument',
    input: { document },
  });
  if (!response.ok) throw new Error(response.error.message);
}
function ask(w: World, input: SeriesInput): SeriesAnswer {
  const request: Request = { api: 'quayside', action: 'series', input };
  const response = w.query(request);
  if (!response.ok) throw new Error(response.error.message);
  return response.output as SeriesAnswer;
}
const all = (w: World) => ask(w, { fromMs: 0, toMs: 1e9, stepMs: 5_000 });

describe('series', () => {
  it('tells how counts, money and requests went, to the present and no further', () => {
    const w = world();
    apply(w, taskDefinition('web', 'shop/web:1'));
    apply(w, ecsService('web', 3));
    apply(w, deployment('web', 'shop/web:1', 4));
    w.advance(60_000);
    const { atMs, halves } = all(w);
    expect([atMs[0], atMs.at(-1), atMs.length]).toEqual([0, 60_000, 13]);
    expect(halves.ecs.desired?.at(-1)).toBe(3);
    expect(halves.ecs.running?.at(-1)).toBe(3);
    expect(halves.kubernetes.running?.at(-1)).toBe(4);
    expect(halves.kubernetes.running?.[1]).toBeLessThan(4);
    expect(halves.ecs.instances?.at(-1)).toBe(3);
    expect(halves.ecs.costPerHour?.at(-1)).toBeCloseTo(0.288, 9);
    expect(halves.kubernetes.costTotal?.at(-1)).toBeCloseTo(0.388 / 60, 6);
    expect(halves.ecs.cpuAskedMilli?.at(-1)).toBe(375);
  });

  it('gives only what is asked for, in longer steps when asked or when there are too many', () => {
    const w = world();
    w.advance(600_000);
    const answer = ask(w, { names: ['desired'], fromMs: 60_000, toMs: 300_000, stepMs: 60_000 });
    expect(answer.atMs).toEqual([60_000, 120_000, 180_000, 240_000, 300_000]);
    expect(Object.keys(answer.halves.ecs)).toEqual(['desired']);
    w.advance(4 * 3_600_000);
    expect(all(w).atMs.length).toBeLessThanOrEqual(2_001);
  });

  it('bills Fargate from the image pull to the end', () => {
    const w = world();
    apply(w, { family: 'fast', ...FARGATE });
    apply(w, {
      ...ecsService('fast', 2),
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });
    w.advance(120_000);
    expect(all(w).halves.ecs.costPerHour?.at(-1)).toBeCloseTo(0.288 + 2 * 0.024685, 9);
    w.submit('learner', {
      api: 'ecs',
      action: 'UpdateService',
      input: { cluster: 'harbour', service: 'fast', desiredCount: 0 },
    });
    w.advance(300_000);
    expect(all(w).halves.ecs.costPerHour?.at(-1)).toBeCloseTo(0.288, 9);
  });

  it('is the same after going back, and forgets a future that is left', () => {
    const w = world();
    apply(w, deployment('web', 'shop/web:1', 4));
    w.advance(300_000);
    const before = all(w);
    const digest = w.digest();
    w.seek(100_000);
    expect(all(w).atMs.at(-1)).toBe(100_000);
    w.seek(300_000);
    expect(all(w)).toEqual(before);
    expect(w.digest()).toEqual(digest);
    w.seek(100_000);
    apply(w, deployment('web', 'shop/web:1', 1));
    w.advance(300_000);
    expect(all(w).halves.kubernetes.desired?.at(-1)).toBe(1);
  });
});
