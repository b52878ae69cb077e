/** Every decision of every storm: the explanation made later names the node that was bound and the text of the event. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Effect } from '../../../engine/model';
import type { Simulation } from '../../../engine/simulation';
import type { PodSpec } from '../types';
import { histogramText } from './fitError';
import type { PlacementTable } from './table';
import { node, pod, put, schedulerWorld, write } from './testWorld';

const NODE = 'kubernetes/Node';
const POD = 'kubernetes/Pod';

const zone = fc.constantFrom('a', 'b', 'c');
const app = fc.constantFrom('web', 'db', 'job');
const number = fc.integer({ min: 0, max: 11 });

const selector = (value: string) => ({ labelSelector: { matchLabels: { app: value } } });
const specs = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Partial<PodSpec>>({}) },
  zone.map((z): Partial<PodSpec> => ({ nodeSelector: { 'topology.kubernetes.io/zone': z } })),
  fc.constant<Partial<PodSpec>>({ tolerations: [{ key: 'dedicated', operator: 'Exists' }] }),
  fc.integer({ min: 1, max: 100 }).map((priority): Partial<PodSpec> => ({ priority })),
  app.map((a): Partial<PodSpec> => ({
    topologySpreadConstraints: [
      {
        ...selector(a),
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
      },
    ],
  })),
  app.map((a): Partial<PodSpec> => ({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { ...selector(a), topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    },
  })),
  app.map((a): Partial<PodSpec> => ({
    affinity: {
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 10,
            podAffinityTerm: { ...selector(a), topologyKey: 'topology.kubernetes.io/zone' },
          },
        ],
      },
    },
  })),
);

/** Effects, given a counter that makes new names. */
type Step = (serial: number) => readonly Effect[];

const nodes: fc.Arbitrary<Step> = fc
  .record({ id: number, zone, cpu: fc.constantFrom('1', '2', '4'), kind: number })
  .map(({ id, zone: z, cpu, kind }) => () => {
    const name = `n${id}`;
    if (kind === 0) return [{ do: 'remove', kind: NODE, key: name }];
    const taints = [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' as const }];
    return [
      put(
        NODE,
        node({
          name,
          zone: z,
          cpu,
          pods: '6',
          unschedulable: kind === 1,
          ...(kind === 2 && { taints }),
        }),
      ),
    ];
  });

const pods: fc.Arbitrary<Step> = fc
  .record({ app, spec: specs, cpu: fc.constantFrom('0', '100m', '700m', '3'), count: number })
  .map(
    ({ app: a, spec, cpu, count }) =>
      (serial) =>
        Array.from({ length: count }, (_, i) =>
          put(
            POD,
            pod({ name: `p${serial}-${i}`, cpu, owner: `rs${serial}`, labels: { app: a }, spec }),
          ),
        ),
  );

const storm = fc.array(
  fc.tuple(
    fc.oneof(nodes, pods),
    /** Which of the pods there are to delete or finish. */
    fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 3 }),
    fc.integer({ min: 0, max: 15_000 }),
  ),
  { minLength: 5, maxLength: 30 },
);

const seen = { bound: 0, failed: 0 };

function checkDecisions(world: Simulation): void {
  for (const decision of world.context.list('kube-scheduler/Decision')) {
    const input = { kind: POD, key: decision.key };
    const answer = world.query({ api: 'quayside', action: 'explainPlacement', input } as never);
    if (!answer?.ok) throw new Error(answer?.error.message);
    const table = answer.output as PlacementTable;
    const bound = world.context.get(POD, decision.key)?.spec.nodeName;
    if (decision.nodeName !== null) {
      seen.bound += 1;
      expect(table.outcome).toBe('bound');
      expect([table.nodeName, bound ?? decision.nodeName]).toEqual([
        decision.nodeName,
        decision.nodeName,
      ]);
      expect(table.rows.filter((row) => row.chosen).map((row) => row.node)).toEqual([
        decision.nodeName,
      ]);
    } else if (table.decided.by === 'none' && table.counts.nodes > 0) {
      seen.failed += 1;
      const reasons = histogramText(table.decided.reasons);
      expect(decision.message).toMatch(`0/${table.counts.nodes} nodes are available: ${reasons}.`);
      const failing = table.rows.filter((row) => row.verdicts.some((v) => !v.passed));
      expect(failing).toHaveLength(table.counts.tried);
    }
  }
}

it('repeats every decision of random storms of nodes and pods', () => {
  fc.assert(
    fc.property(storm, fc.integer(), (steps, seed) => {
      const world = schedulerWorld(seed);
      steps.forEach(([step, leaving, afterMs], serial) => {
        write(world, ...step(serial));
        const there = world.context.list(POD);
        for (const i of new Set(leaving.map((n) => n % Math.max(1, there.length)))) {
          const going = there[i];
          if (!going) continue;
          const { name } = going.metadata;
          if (i % 2 === 0) write(world, { do: 'remove', kind: POD, key: `default/${name}` });
          else if (going.spec.nodeName !== undefined)
            write(world, put(POD, { ...going, status: { ...going.status, phase: 'Succeeded' } }));
        }
        world.runUntil(world.nowMs + afterMs);
        expect(world.brokenInvariants()).toEqual([]);
        checkDecisions(world);
      });
    }),
    { numRuns: 40 },
  );
  expect(seen.bound).toBeGreaterThan(500);
  expect(seen.failed).toBeGreaterThan(200);
}, 120_000);

it('gives the same facts when a run is rewound and played again', () => {
  const world = schedulerWorld(7);
  const play = (): string => {
    for (let i = 0; i < 30; i++)
      write(
        world,
        put(POD, pod({ name: `p${world.nowMs}-${i}`, cpu: '300m', labels: { app: 'web' } })),
      );
    world.runUntil(world.nowMs + 12_000);
    return JSON.stringify(world.digest());
  };
  for (const name of ['n1', 'n2', 'n3', 'n4']) write(world, put(NODE, node({ name, cpu: '2' })));
  play();
  const checkpoint = world.checkpoint();
  const first = play();
  world.restore(checkpoint);
  expect(play()).toBe(first);
});
