/** Bounds of every loop, by hand: the request that is sent is the one that the line says, and the platform refuses in its words. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { World } from '../../host/world';
import { objectsOf, parseText } from '../../documents';
import { loadLesson } from '../../lessons/catalogue';
import { readEcs } from '../../stage/readEcs';
import { readKubernetes } from '../../stage/readKubernetes';
import { RecordMaps } from '../recordMaps';
import { boundsChange, boundsOf, type Bounds, type Drafts } from './bounds';

let world: World;

function bounds(): Readonly<Record<string, Bounds>> {
  const records = new RecordMaps();
  const { records: changes } = world.changesSince({ version: -1, epoch: -1, facts: 0 });
  for (const change of changes) records.fold(change);
  const { nowMs } = world;
  const halves = [readEcs(records, { nowMs }), readKubernetes(records, { nowMs })];
  const all = halves.flatMap((half) => (half ? boundsOf(half, records) : []));
  return Object.fromEntries(all.map((each) => [`${each.ref.kind} ${each.name}`, each]));
}
const named = (name: string): Bounds => {
  const found = bounds()[name];
  if (!found) throw new Error(`no ${name} among ${Object.keys(bounds()).join(', ')}`);
  return found;
};
const values = (name: string) =>
  Object.fromEntries(named(name).fields.map(({ label, value }) => [label, value]));
const send = (name: string, drafts: Drafts) =>
  world.submit('learner', boundsChange(named(name), drafts)!.request);

const TARGET = 'applicationautoscaling/ScalableTarget web';
const HPA = 'kubernetes/HorizontalPodAutoscaler web';
const GROUP = 'autoscaling/AutoScalingGroup own';
const NODEGROUP = 'eks/Nodegroup nodes';
const POOL = 'kubernetes/Object default';

const FILES: Readonly<Record<string, unknown>> = {
  target: {
    ServiceNamespace: 'ecs',
    ResourceId: 'service/harbour/web',
    ScalableDimension: 'ecs:service:DesiredCount',
    MinCapacity: 2,
    MaxCapacity: 10,
  },
  hpa: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 3,
      maxReplicas: 12,
    },
  },
};

beforeAll(async () => {
  const { scenario } = await loadLesson('fargate-or-instances');
  world = new World(scenario, 7);
  world.advance(scenario.opensAtMs);
  const pool = readFileSync(
    new URL('../../../lessons/examples/k8s-node-pool.yaml', import.meta.url),
    'utf8',
  );
  const documents = [
    ...Object.values(FILES),
    ...objectsOf(parseText('pool.yaml', pool)).map(({ value }) => value),
  ];
  for (const document of documents) {
    const input = { document };
    expect(
      world.submit('learner', { api: 'quayside', action: 'applyDocument', input }),
    ).toMatchObject({ ok: true });
  }
  const input = {
    AutoScalingGroupName: 'own',
    MinSize: 0,
    MaxSize: 4,
    DesiredCapacity: 0,
    AvailabilityZones: ['us-east-1a'],
    LaunchTemplate: {
      LaunchTemplateData: {
        InstanceType: 'm5.large',
        bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
      },
    },
  };
  const request = { api: 'autoscaling', action: 'CreateAutoScalingGroup', input } as const;
  expect(world.submit('learner', request)).toMatchObject({ ok: true });
});

describe('bounds by hand', () => {
  it.each<[string, Drafts, string, object]>([
    [
      TARGET,
      { MaxCapacity: '11' },
      'register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/harbour/web --max-capacity 11',
      { min: '2', max: '11' },
    ],
    [
      HPA,
      { minReplicas: '4', maxReplicas: '14' },
      `kubectl patch hpa web --patch '{"spec":{"minReplicas":4,"maxReplicas":14}}'`,
      { min: '4', max: '14' },
    ],
    [
      GROUP,
      { MinSize: '1', DesiredCapacity: '2' },
      'aws autoscaling update-auto-scaling-group --auto-scaling-group-name own --min-size 1 --desired-capacity 2',
      { min: '1', max: '4', desired: '2' },
    ],
    [
      NODEGROUP,
      { maxSize: '12' },
      'aws eks update-nodegroup-config --cluster-name harbour --nodegroup-name nodes --scaling-config maxSize=12',
      { max: '12' },
    ],
    [
      POOL,
      { cpu: '20', memory: '' },
      `kubectl patch nodepool default --type merge --patch '{"spec":{"limits":{"cpu":"20"}}}'`,
      { cpu: '20', memory: '' },
    ],
  ])('%s', (name, drafts, command, then) => {
    expect(boundsChange(named(name), drafts)?.command).toContain(command);
    expect(send(name, drafts)).toMatchObject({ ok: true });
    expect(values(name)).toMatchObject(then);
  });

  it('an amount that is taken away bounds nothing', () => {
    send(POOL, { cpu: '21' });
    expect(boundsChange(named(POOL), { cpu: '' })?.command).toContain('"cpu":null');
    send(POOL, { cpu: '' });
    expect(values(POOL)['cpu']).toBe('');
  });

  it('what is as it was, or is no number yet, is not sent', () => {
    expect(boundsChange(named(TARGET), {})).toBeNull();
    expect(boundsChange(named(TARGET), { MinCapacity: values(TARGET)['min'] ?? '' })).toBeNull();
    expect(boundsChange(named(TARGET), { MinCapacity: '' })).toBeNull();
  });

  it.each<[string, Drafts, string]>([
    [TARGET, { MinCapacity: '40' }, 'MinCapacity'],
    [HPA, { maxReplicas: '1' }, 'maxReplicas'],
    [GROUP, { MinSize: '9' }, 'MaxSize'],
    [GROUP, { DesiredCapacity: '9' }, 'DesiredCapacity'],
    [NODEGROUP, { minSize: '40' }, 'minSize'],
    [POOL, { cpu: 'ten' }, 'cpu'],
  ])('%s with %j is refused by the platform, at %s', (name, drafts, wire) => {
    // A node group takes nothing while its last update is under way.
    world.advance(world.nowMs + 300_000);
    const before = values(name);
    const response = send(name, drafts);
    if (response.ok) throw new Error('it was taken');
    expect(response.error.message).not.toBe('');
    expect(response.error.causes.map(({ path }) => path.at(-1))).toContain(wire);
    expect(values(name)).toEqual(before);
  });
});
