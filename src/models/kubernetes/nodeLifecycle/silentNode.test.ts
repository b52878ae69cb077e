/** The node controllers with real kubelets, ReplicaSets and the scheduler. */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../engine/model';
import { Simulation } from '../../../engine/simulation';
import { workloadModel } from '../../workload/model';
import { deleteNode, powerOffNode, registerNode, silenceKubelet } from '../commands';
import { machine, web } from '../kubelet/cluster.fixture';
import { kubernetesModel } from '../model';

const isOurs = (r: { api: string }) => r.api === 'kubernetes' || r.api === 'test';

class World {
  readonly simulation = new Simulation({
    models: [
      { ...workloadModel, accepts: (r) => !isOurs(r) },
      {
        ...kubernetesModel,
        accepts: isOurs,
        admit: (r, ctx) =>
          r.api === 'test'
            ? {
                ok: true,
                output: null,
                effects: [{ do: 'command', command: (r as never as { command: Command }).command }],
              }
            : kubernetesModel.admit(r, ctx),
      },
    ],
    seed: 7,
    freeze: true,
  });

  constructor(nodes: number) {
    for (let i = 0; i < nodes; i++) this.carryOut(registerNode(machine(i)));
    const body = web({ replicas: 6 });
    const where = { verb: 'apply', group: 'apps', version: 'v1', resource: 'deployments' };
    const request = { api: 'kubernetes', ...where, namespace: 'default', name: 'web', body };
    const answer = this.simulation.submit(request, 'test');
    if (!answer.ok) throw new Error(answer.error.message);
  }

  carryOut(command: Command): void {
    this.simulation.submit({ api: 'test', command } as never, 'test');
  }
  run(toMs: number): void {
    while (this.simulation.runNext(toMs)) {
      const broken = this.simulation.brokenInvariants();
      if (broken.length > 0) throw new Error(`${this.simulation.nowMs} ms: ${broken.join('; ')}`);
    }
    this.simulation.runUntil(toMs);
  }
  podsOn = (i: number) => this.simulation.context.by('kubernetes/Pod', 'node', machine(i).name);
  get ready() {
    return this.simulation.context
      .list('kubernetes/Pod')
      .filter((p) => p.metadata.deletionTimestamp === undefined)
      .filter((p) => p.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'));
  }
  taints = (i: number) =>
    this.simulation.context
      .get('kubernetes/Node', machine(i).name)
      ?.spec.taints?.map((t) => t.effect) ?? [];
  facts = (type: string) => this.simulation.facts.since(0).filter((f) => f.type === type);
}

describe('a node that loses power', () => {
  it('is noticed after 50 s, emptied 300 s after its taint, and its pods run elsewhere', () => {
    const world = new World(3);
    world.run(60_000);
    expect(world.ready).toHaveLength(6);
    const before = world.podsOn(0).length;
    expect(before).toBe(2);
    world.carryOut(powerOffNode(machine(0).name));
    world.run(130_000);
    expect(world.ready).toHaveLength(4);
    expect(world.taints(0)).toEqual(['NoSchedule', 'NoExecute']);
    world.run(405_000);
    expect(world.ready).toHaveLength(4);
    world.run(460_000);
    expect(world.ready).toHaveLength(6);
    // Nobody is left to say that they ended: they stay Terminating.
    expect(world.podsOn(0)).toHaveLength(2);
    expect(world.podsOn(0).every((p) => p.metadata.deletionTimestamp !== undefined)).toBe(true);
  });

  it('gives up its pods a minute after its Node object is deleted', () => {
    const world = new World(3);
    world.run(60_000);
    world.carryOut(deleteNode(machine(0).name));
    world.run(125_000);
    expect(world.podsOn(0)).toHaveLength(0);
    world.run(160_000);
    expect(world.ready).toHaveLength(6);
    expect(world.facts('podOrphaned')).toHaveLength(2);
  });
});

describe('a kubelet that returns', () => {
  it('within five minutes keeps its pods', () => {
    const world = new World(3);
    world.run(60_000);
    const names = world.podsOn(0).map((p) => p.metadata.name);
    world.carryOut(silenceKubelet(machine(0).name, true));
    world.run(200_000);
    expect(world.ready).toHaveLength(4);
    world.carryOut(silenceKubelet(machine(0).name, false));
    world.run(230_000);
    expect(world.taints(0)).toEqual([]);
    expect(world.ready).toHaveLength(6);
    world.run(1_200_000);
    expect(world.podsOn(0).map((p) => p.metadata.name)).toEqual(names);
    expect(world.facts('podEvictedByTaint')).toHaveLength(0);
  });
});

describe('a node that joins', () => {
  it('takes pods only once it is ready', () => {
    const world = new World(2);
    world.run(60_000);
    world.carryOut(registerNode(machine(2)));
    world.run(60_100);
    expect(world.taints(2)).toContain('NoSchedule');
    world.run(90_000);
    expect(world.taints(2)).toEqual([]);
  });
});
