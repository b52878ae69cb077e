import { describe, expect, it } from 'vitest';
import type { KubernetesRequest } from './protocol';
import { compileScenario } from './scenario';
import { World } from './world';

const deployment = (image: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image }] },
    },
  },
});

function worldWith(...images: string[]): World {
  const files = images.map((image) => ({ name: image, text: '' }));
  const steps = images.map((image, i) => ({ at: `${i * 10}s`, apply: image }));
  const document = {
    version: 1,
    title: { en: '', ko: '' },
    ground: { zones: ['us-east-1a'] },
    steps,
  } as const;
  const scenario = compileScenario('undo', document, files, (file) => [deployment(file)]);
  const world = new World(scenario, 1);
  world.advance(60_000);
  return world;
}

const undo = (world: World, name = 'web') =>
  world.submit('learner', { api: 'quayside', action: 'undoRollout', input: { name } });

function imageOf(world: World): string | undefined {
  const { context } = world.simulation;
  return context.get('kubernetes/Deployment', 'default/web')?.spec.template.spec.containers[0]
    ?.image;
}

describe('undoRollout', () => {
  it('sends the patch of `kubectl rollout undo`', () => {
    const world = worldWith('web:1', 'web:2');
    expect(undo(world)).toMatchObject({ ok: true });
    expect(imageOf(world)).toBe('web:1');
    const sent = world.history().entries.at(-1)?.request as KubernetesRequest;
    expect(sent).toMatchObject({ api: 'kubernetes', verb: 'patch', resource: 'deployments' });
  });

  it.each([
    ['without a revision before', 'web', /^no rollout history found for deployment "web"/],
    ['of nothing', 'shop', /^deployments.apps "shop" not found/],
  ])('is refused %s', (_, name, message) => {
    const world = worldWith('web:1');
    expect(undo(world, name)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(message) as string },
    });
    expect(imageOf(world)).toBe('web:1');
  });
});
