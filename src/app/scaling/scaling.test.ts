/** Both loops out of a world that runs: needles and bounds, what belongs together, and questions that the world answers. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ref } from '../../engine/model';
import { World } from '../../host/world';
import type { Request } from '../../host/protocol';
import { loadLesson } from '../../lessons/catalogue';
import { capacityOf } from '../../stage/read/capacity';
import { readEcs } from '../../stage/readEcs';
import { readKubernetes } from '../../stage/readKubernetes';
import type { View } from '../../stage/view';
import { relatedTo } from '../inspector/related';
import { RecordMaps } from '../recordMaps';
import { asksOf } from './asks';
import { SHAPES, trafficRequest, valuesAround } from './load';
import { num } from './numbers';
import { wallOf } from './queues';
import { membersOf } from './relations';
import { scalingRows } from './tableRows';
import { en } from './words.en';
import { ko } from './words.ko';

const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 3,
    maxReplicas: 12,
  },
};
const TARGET = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/harbour/web',
  ScalableDimension: 'ecs:service:DesiredCount',
  MinCapacity: 2,
  MaxCapacity: 10,
};

let world: World;
let records: RecordMaps;
let view: View;

function look(): void {
  records = new RecordMaps();
  const { records: changes } = world.changesSince({ version: -1, epoch: -1, facts: 0 });
  for (const change of changes) records.fold(change);
  const { nowMs } = world;
  view = { ecs: readEcs(records, { nowMs }), kubernetes: readKubernetes(records, { nowMs }) };
}
function ask(request: Request): void {
  expect(world.submit('learner', request)).toMatchObject({ ok: true });
  look();
}

/** Two groups of three, nine tasks and nine pods. */
beforeAll(async () => {
  const { scenario } = await loadLesson('a-zone-goes-dark');
  world = new World(scenario, 7);
  world.advance(scenario.opensAtMs);
  look();
  ask({ api: 'application-autoscaling', action: 'RegisterScalableTarget', input: TARGET });
  ask({
    api: 'kubernetes',
    verb: 'create',
    group: 'autoscaling',
    version: 'v2',
    resource: 'horizontalpodautoscalers',
    namespace: 'default',
    name: 'web',
    body: HPA,
  });
});

describe('the needles as text', () => {
  it('has a row for each group and loop, with what it costs', () => {
    const rows = [view.ecs, view.kubernetes].map((half) =>
      half ? scalingRows(half, records) : [],
    );
    const [ecs = [], kubernetes = []] = rows;
    const kinds = rows.map((half) => half.map(({ kind }) => kind));
    expect(kinds).toEqual([
      ['group', 'scalableTarget'],
      ['group', 'autoscaler'],
    ]);
    // Three m5.large at 0.096 USD an hour.
    for (const [group] of [ecs, kubernetes])
      expect(group).toMatchObject({
        asked: 3,
        true: 3,
        min: 3,
        max: 9,
        types: ['m5.large'],
        nanoUsdPerHour: 288_000_000,
      });
    expect(ecs[1]).toMatchObject({ name: 'web', asked: 9, true: 9, min: 2, max: 10 });
    expect(kubernetes[1]).toMatchObject({ name: 'web (Deployment web)', min: 3, max: 12 });
  });
});

describe('the needles', () => {
  it('of machines: in service, wanted, and between what bounds', () => {
    for (const half of [view.ecs, view.kubernetes])
      expect(half && capacityOf(half, records)).toMatchObject({
        have: 3,
        asked: 3,
        min: 3,
        max: 9,
      });
    expect(capacityOf(view.ecs!, records)?.groups[0]).toMatchObject({
      ref: { kind: 'autoscaling/AutoScalingGroup', key: 'boxes' },
      kind: 'group',
    });
  });

  it('of tasks and pods have the bounds of what moves them, on one scale', () => {
    expect(view.ecs?.ledger.limits).toMatchObject({ min: 2, max: 10 });
    expect(view.kubernetes?.ledger.limits).toMatchObject({ min: 3, max: 12 });
    expect(view.kubernetes?.ledger.gauge.limits).toEqual({ min: 3, max: 12 });
  });

  it('follow a group that is asked for more', () => {
    const input = { AutoScalingGroupName: 'boxes', DesiredCapacity: 5 };
    ask({ api: 'autoscaling', action: 'SetDesiredCapacity', input });
    expect(capacityOf(view.ecs!, records)).toMatchObject({ have: 3, asked: 5 });
  });
});

describe('what belongs together', () => {
  const related = (ref: Ref) =>
    Object.fromEntries(
      relatedTo(ref, view, records).map(({ relation, refs }) => [
        relation,
        refs.map(({ kind, key }) => `${kind} ${key}`),
      ]),
    );

  it('is a group and its boxes, and the group on the other half', () => {
    const group = { kind: 'autoscaling/AutoScalingGroup', key: 'boxes' } as const;
    expect(membersOf(group, records)).toHaveLength(3);
    expect(related(group)['counterpart']).toEqual(['autoscaling/AutoScalingGroup nodes']);
  });

  it('is a service and its scalable target, which answers to the HPA', () => {
    const service = { kind: 'ecs/Service', key: 'harbour/web' } as const;
    const target = {
      kind: 'applicationautoscaling/ScalableTarget',
      key: TARGET.ResourceId,
    } as const;
    expect(related(service)['scaledBy']).toEqual([`${target.kind} ${target.key}`]);
    expect(related(target)).toMatchObject({
      owner: ['ecs/Service harbour/web'],
      counterpart: ['kubernetes/HorizontalPodAutoscaler default/web'],
    });
  });
});

describe('the arithmetic', () => {
  it.each<[Ref['kind'], string]>([
    ['ecs/Service', 'harbour/web'],
    ['applicationautoscaling/ScalableTarget', TARGET.ResourceId],
    ['kubernetes/Deployment', 'default/web'],
    ['kubernetes/HorizontalPodAutoscaler', 'default/web'],
    ['autoscaling/AutoScalingGroup', 'boxes'],
  ])('of %s is a question that the world answers, in a sentence of both languages', (kind, key) => {
    world.advance(world.nowMs + 60_000);
    look();
    const asks = asksOf({ kind, key }, records, undefined);
    expect(asks).toHaveLength(1);
    for (const { of, request } of asks) {
      const response = world.query(request);
      if (!response.ok) throw new Error(response.error.message);
      const told = response.output as never;
      for (const words of [en, ko]) {
        const said = of === 'pods' ? words.podSentence(told) : words.capacitySentence(told);
        expect(said).toMatch(/\d.*[.]$/);
        expect(said).not.toMatch(/undefined|null|NaN/);
      }
    }
  });
});

describe('by hand', () => {
  it.each(SHAPES)('%s traffic is what the world takes', (shape) => {
    ask(trafficRequest('web-ecs', shape, valuesAround(60)));
  });
});

it('numbers have as many decimals as are worth reading', () => {
  expect([12, 1_234, 49.8, 0.05, 133.333, 1.996].map(num)).toEqual([
    '12',
    '1,234',
    '49.8',
    '0.05',
    '133.3',
    '2',
  ]);
});

it('a wall has a brick for every message until they are too many', () => {
  const bricks = (visible: number, inFlight: number) => {
    const { full, hollow } = wallOf({ visible, inFlight });
    return [full, hollow].map((d) => d.split('M').length - 1);
  };
  expect(bricks(0, 0)).toEqual([0, 0]);
  expect(bricks(7, 2)).toEqual([7, 2]);
  expect(bricks(240, 0)).toEqual([24, 0]);
  expect(bricks(1_000, 0)[0]).toBeLessThanOrEqual(24);
});
