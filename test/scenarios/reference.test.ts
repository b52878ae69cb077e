/** The numbers of the golden sequences that the platforms' documents fix (reference sections in brackets). */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Fact, RecordKinds } from '../../src/engine/model';
import { loadScenario } from '../../src/cli/run';
import { World } from '../../src/host/world';

const folder = fileURLToPath(new URL('.', import.meta.url));
const SEEDS = [7, 8, 9];

function play(name: string, seed: number): (type: string) => readonly (Fact & { data: Data })[] {
  const world = new World(loadScenario(join(folder, name)), seed);
  world.advance(25 * 60_000);
  const facts = world.simulation.facts.since(0) as readonly (Fact & { data: Data })[];
  return (type) => facts.filter((fact) => fact.type === type);
}
type Data = Readonly<Record<string, unknown>>;
const isReady = ({ status }: RecordKinds['kubernetes/Pod']) =>
  status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
const times = (facts: readonly Fact[]) => facts.map((fact) => fact.atMs);
const at = (facts: readonly Fact[], n = 0) => times(facts).at(n) ?? NaN;

describe.each(SEEDS)('on seed %d', (seed) => {
  it('a crash loop restarts at once, then after 10, 20, 40, 80, 160, 300, 300 s [Kubernetes 4.4]', () => {
    const facts = play('crash-loop', seed);
    const waits = facts('containerBackOff').map((f) => Number(f.data['backOffMs']) / 1000);
    expect(waits.slice(0, 7)).toEqual([10, 20, 40, 80, 160, 300, 300]);
    const [ended, started] = [facts('containerTerminated'), facts('containerStarted')].map(times);
    // From the end of a failed run to the next start: the wait, and the half second that a start takes.
    const measured = (started ?? []).slice(1).map((ms, i) => ms - (ended?.[i] ?? 0));
    expect(measured[0]).toBeLessThan(1_000);
    waits.slice(0, 6).forEach((wait, i) => {
      expect((measured[i + 1] ?? 0) / 1000 - wait).toBeGreaterThan(0);
      expect((measured[i + 1] ?? 0) / 1000 - wait).toBeLessThan(1);
    });
  });

  it('an image that cannot be pulled is asked for again after 10 s doubling to 300 s [Kubernetes 4.4]', () => {
    const waits = play('image-pull', seed)('imagePullBackOff').map((f) => f.data['backOffMs']);
    expect(waits.slice(0, 7)).toEqual([10, 20, 40, 80, 160, 300, 300].map((s) => s * 1000));
  });

  it('a silent node is Unknown after 50 s and loses its pods 300 s after that [Kubernetes 5]', () => {
    const facts = play('silent-node', seed);
    const silentMs = at(facts('kubeletSilent'));
    const unreachableMs = at(facts('nodeUnreachable'));
    expect(unreachableMs - silentMs).toBeGreaterThanOrEqual(40_000);
    expect(unreachableMs - silentMs).toBeLessThanOrEqual(55_000);
    const evicted = times(facts('podEvictedByTaint'));
    expect(evicted).toHaveLength(2);
    // The NoExecute taint comes through a queue looked at every 5 s.
    for (const ms of evicted) expect(ms - unreachableMs).toBeGreaterThanOrEqual(300_000);
    for (const ms of evicted) expect(ms - unreachableMs).toBeLessThanOrEqual(311_000);
  });

  it('a terminated node is deleted within seconds and its pods are collected after 40 to 60 s [Kubernetes 5]', () => {
    const facts = play('terminated-node', seed);
    const terminated = facts('instanceStateChanged').filter((f) => f.data['to'] === 'terminated');
    const deletedMs = at(facts('nodeDeleted'));
    const node = facts('nodePoweredOff').at(0);
    const instance = terminated.find((f) => f.atMs === node?.atMs);
    expect(deletedMs - (instance?.atMs ?? NaN)).toBeLessThanOrEqual(5_000);
    expect(at(facts('podOrphaned')) - deletedMs).toBeGreaterThanOrEqual(40_000);
    expect(at(facts('podOrphaned')) - deletedMs).toBeLessThanOrEqual(60_000);
    const replaced = facts('taskCreated').slice(6);
    expect(replaced).toHaveLength(2);
  });

  it('a stuck rollout stops at the surge and is said to be so after its deadline [Kubernetes 2.4]', () => {
    const facts = play('stuck-rollout', seed);
    const [exceeded] = facts('progressDeadlineExceeded');
    expect(exceeded?.data).toMatchObject({
      progressDeadlineSeconds: 120,
      updated: 2,
      available: 3,
    });
    expect((exceeded?.atMs ?? NaN) - Number(exceeded?.data['sinceMs'])).toBe(120_001);
    expect(facts('rolloutComplete')).toHaveLength(1);
  });

  it('a rollback gives the old ReplicaSet the next revision [Kubernetes 2.5]', () => {
    const facts = play('rollback', seed);
    expect(facts('replicaSetReused')[0]?.data).toMatchObject({ fromRevision: 1, revision: 3 });
    expect(facts('rolloutComplete').at(-1)?.data).toMatchObject({ revision: 3, replicas: 4 });
  });

  it('a task that fits nowhere leaves the service event of the closest instance [ECS 7]', () => {
    const facts = play('unplaceable-task', seed);
    expect(facts('taskCreated')).toHaveLength(4);
    expect(facts('placementFailed')[0]?.data).toMatchObject({ reasons: { 'RESOURCE:CPU': 2 } });
    const messages = facts('serviceEvent').map((f) => String(f.data['message']));
    expect(messages.some((m) => m.includes('has insufficient CPU units available.'))).toBe(true);
  });

  it('the circuit breaker fails a deployment of four at three failures and rolls back [ECS 7]', () => {
    const facts = play('circuit-breaker', seed);
    expect(facts('deploymentFailed').map((f) => [f.data['failures'], f.data['threshold']])).toEqual(
      [[3, 3]],
    );
    const [first] = facts('deploymentCompleted');
    expect(facts('deploymentFailed')[0]?.data['rollbackTo']).toBe(first?.data['deployment']);
    expect(facts('deploymentCompleted').at(-1)?.data['deployment']).toBe(first?.data['deployment']);
  });

  it('a disconnected agent loses no task and gets none [ECS 5]', () => {
    const facts = play('agent-disconnected', seed);
    expect(facts('agentDisconnected')).toHaveLength(1);
    expect(facts('agentReconnected')).toHaveLength(1);
    expect(facts('taskCreated')).toHaveLength(6);
    expect(facts('taskStatusChanged').some((f) => f.data['to'] === 'STOPPED')).toBe(false);
  });

  it('a lost zone: ECS replaces what the load balancer calls unhealthy, Kubernetes waits five minutes [both]', () => {
    const facts = play('zone-lost', seed);
    const lostMs = at(facts('zoneLost'));
    const replacedByEcs = facts('taskCreated').filter((f) => f.atMs > lostMs);
    expect(replacedByEcs.length).toBeGreaterThanOrEqual(2);
    expect(at(replacedByEcs) - lostMs).toBeLessThan(60_000);
    const replacedByKubernetes = facts('podCreated').filter((f) => f.atMs > lostMs);
    expect(at(replacedByKubernetes) - lostMs).toBeGreaterThanOrEqual(340_000);
    expect(at(replacedByKubernetes) - lostMs).toBeLessThanOrEqual(370_000);
  });

  it('five boxes, then a zone dark and nothing to buy: nine serve again in four minutes [curriculum 8]', () => {
    const world = new World(loadScenario(join(folder, 'zone-dark')), seed);
    const boxes = () => world.simulation.context.list('autoscaling/AutoScalingInstance').length;
    const serving = () => {
      const { context } = world.simulation;
      const pods = context.list('kubernetes/Pod').filter(isReady).length;
      const tasks = context.list('ecs/ServiceTask').filter((t) => t.standing === 'HEALTHY').length;
      return [tasks, pods];
    };
    world.advance(5 * 60_000 - 1);
    expect([boxes(), ...serving()]).toEqual([10, 9, 9]);
    world.advance(9 * 60_000);
    expect(serving()).toEqual([9, 9]);
    expect(
      world.simulation.facts.since(0).filter((f) => f.type === 'groupLaunchFailed'),
    ).toHaveLength(0);
    // The group gives the dark instances up after minutes, and gets nothing for them until there is something.
    world.advance(14 * 60_000);
    expect(boxes()).toBe(6);
    world.advance(20 * 60_000);
    expect(boxes()).toBe(10);
  });
});
