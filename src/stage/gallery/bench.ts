/**
 * What a frame costs: 1,008 + 1,008 tasks and pods, some of which change at every frame as in a rollout; records are
 * read, laid out, drawn. `window.cost` holds the milliseconds of each step of each frame.
 */
import type { Task } from '../../models/ecs/types';
import {
  World,
  containerInstance,
  deployment,
  node,
  pod,
  replicaSet,
  service,
  targetHealth,
  task,
} from '../fixtures/records';
import type { Stage } from '../mountStage';
import { readEcs } from '../readEcs';
import { readKubernetes } from '../readKubernetes';

const BOXES = 42;
const A_BOX = 24;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;
const zoneOf = (box: number) => ZONES[box % 3] ?? 'us-east-1a';
const NEWER = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:43';

export function bench(stage: Stage, changesAFrame: number, frames: number): Promise<object> {
  const world = build();
  const cost: { read: number; draw: number; all: number }[] = [];
  return new Promise((done) => {
    let n = 0;
    const frame = (): void => {
      for (let i = 0; i < changesAFrame; i++) change(world, n * changesAFrame + i, n * 16);
      const start = performance.now();
      const options = { nowMs: n * 16 };
      const view = {
        ecs: readEcs(world.records, options),
        kubernetes: readKubernetes(world.records, options),
      };
      const read = performance.now();
      stage.update(view, n * 16, { elapsedMs: 16 });
      const end = performance.now();
      cost.push({ read: read - start, draw: end - read, all: end - start });
      n += 1;
      Object.assign(window, { benchFrames: n });
      if (n < frames) requestAnimationFrame(frame);
      else done(summary(cost.slice(5)));
    };
    requestAnimationFrame(frame);
  });
}

function summary(cost: readonly { read: number; draw: number; all: number }[]): object {
  const at = (values: readonly number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]?.toFixed(2);
  const of = (name: 'read' | 'draw' | 'all') => {
    const values = cost.map((each) => each[name]);
    return { p50: at(values, 0.5), p95: at(values, 0.95), max: at(values, 1) };
  };
  return { frames: cost.length, read: of('read'), draw: of('draw'), all: of('all') };
}

export function build(): World {
  const world = new World()
    .put(
      'ecs/Service',
      'harbour/web',
      service({
        desiredCount: BOXES * A_BOX,
        taskDefinition: NEWER,
        loadBalancers: [{ targetGroupArn: 'tg-web' }],
      }),
    )
    .put('ecs/Cluster', 'harbour', {
      clusterArn: '',
      clusterName: 'harbour',
      status: 'ACTIVE',
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
      settings: [],
      tags: [],
    })
    .put('kubernetes/Deployment', 'default/web', deployment(2))
    .put('kubernetes/ReplicaSet', 'default/web-7d9f', replicaSet('web-7d9f', 1));
  for (let box = 0; box < BOXES; box++) {
    const capacity = [
      { name: 'CPU', type: 'INTEGER' as const, integerValue: 16_384 },
      { name: 'MEMORY', type: 'INTEGER' as const, integerValue: 63_000 },
    ];
    const instance = containerInstance(`c${box}`, zoneOf(box), {
      registeredResources: capacity,
      remainingResources: capacity,
    });
    world.put('ecs/ContainerInstance', `harbour/c${box}`, instance);
    const plain = node(`node-${box}`, zoneOf(box));
    const status = {
      ...plain.status,
      capacity: { cpu: '16', memory: '64Gi' },
      allocatable: { cpu: '15890m', memory: '60Gi' },
    };
    world.put('kubernetes/Node', `node-${box}`, { ...plain, status });
    for (let i = 0; i < A_BOX; i++) {
      const id = (box * A_BOX + i).toString(16).padStart(4, '0');
      world.put('ecs/Task', `harbour/${id}`, taskOf(id, 'RUNNING'));
      world.put('elasticloadbalancing/TargetHealth', id, targetHealth(`10.0.1.${id}`, 'healthy'));
      world.put(
        'kubernetes/Pod',
        `default/web-${id}`,
        pod(`web-7d9f-${id}`, { spec: { nodeName: `node-${box}` } }),
      );
    }
  }
  return world;
}

const taskOf = (id: string, lastStatus: Task['lastStatus']): Task =>
  task(id, {
    lastStatus,
    containerInstanceArn: `arn:aws:ecs:us-east-1:123456789012:container-instance/harbour/c${Math.floor(Number.parseInt(id, 16) / A_BOX)}`,
  });

const STEPS: readonly Task['lastStatus'][] = [
  'DEACTIVATING',
  'STOPPING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
];

/** One task and one pod go on by a step. */
export function change(world: World, n: number, nowMs: number): void {
  const index = (n * 37) % (BOXES * A_BOX);
  const id = index.toString(16).padStart(4, '0');
  const step = STEPS[Math.floor(n / 7) % STEPS.length] ?? 'RUNNING';
  world.put('ecs/Task', `harbour/${id}`, {
    ...taskOf(id, step),
    stoppingAt: nowMs,
    createdAt: nowMs,
  });
  const waiting = step === 'PENDING' || step === 'ACTIVATING';
  const status = waiting ? { conditions: [], containerStatuses: [] } : {};
  const deleted = step === 'STOPPING' ? { metadata: { deletionTimestamp: nowMs + 30_000 } } : {};
  world.put(
    'kubernetes/Pod',
    `default/web-${id}`,
    pod(`web-7d9f-${id}`, {
      spec: { nodeName: `node-${Math.floor(index / A_BOX)}` },
      status,
      ...deleted,
    }),
  );
}
