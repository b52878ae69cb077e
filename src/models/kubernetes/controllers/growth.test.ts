/** Ten times the pods cost at most twelve times the counted work, coming up and rolling over (DESIGN.md 7). */
import { describe, expect, it } from 'vitest';
import type { Work } from '../../../engine/model';
import { Cluster, web } from '../kubelet/cluster.fixture';

const NODES = 100;
const PODS_OF_ONE_OWNER = 1_000;
const FIGURES = ['recordsVisited', 'syncs', 'steps', 'facts'] as const;

function deployments(pods: number, image: string) {
  const owners = Math.ceil(pods / PODS_OF_ONE_OWNER);
  return Array.from({ length: owners }, (_, i) =>
    web({ name: `web-${i}`, replicas: pods / owners, image }),
  );
}

function workOf(pods: number): { readonly up: Work; readonly rolled: Work } {
  const cluster = new Cluster(NODES, 7, false);
  const { simulation } = cluster;
  const done = (from: Work): Work => ({
    recordsVisited: simulation.work.recordsVisited - from.recordsVisited,
    syncs: simulation.work.syncs - from.syncs,
    steps: simulation.work.steps - from.steps,
    facts: simulation.work.facts - from.facts,
  });
  let before = { ...simulation.work };
  for (const deployment of deployments(pods, 'nginx:1.27')) cluster.apply(deployment);
  simulation.runUntil(300_000);
  expect(cluster.readyPods).toHaveLength(pods);
  const up = done(before);
  before = { ...simulation.work };
  for (const deployment of deployments(pods, 'nginx:1.28')) cluster.apply(deployment);
  simulation.runUntil(900_000);
  expect(cluster.readyPods).toHaveLength(pods);
  expect(cluster.readyPods.every((p) => p.spec.containers[0]?.image === 'nginx:1.28')).toBe(true);
  return { up, rolled: done(before) };
}

describe('ten times the pods', () => {
  const small = workOf(300);
  const large = workOf(3_000);
  const ratio = (phase: 'up' | 'rolled', figure: (typeof FIGURES)[number]) =>
    large[phase][figure] / small[phase][figure];

  it.each(FIGURES)('cost at most twelve times the %s to come up', (figure) => {
    expect(ratio('up', figure)).toBeLessThanOrEqual(12);
  });
  it.each(FIGURES)('cost at most twelve times the %s to roll over', (figure) => {
    expect(ratio('rolled', figure)).toBeLessThanOrEqual(12);
  });
});
