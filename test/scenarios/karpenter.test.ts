/** Karpenter in the running world: a node cut to measure for the pods that wait, and what becomes of it when they go. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { objectsOf, parseText } from '../../src/documents';
import type { Fact } from '../../src/engine/model';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import type { KarpenterExplanation } from '../../src/models/eks/karpenter/table';
import { deployment, scenario } from '../fixtures/scenario';

const file = fileURLToPath(new URL('../../lessons/examples/k8s-node-pool.yaml', import.meta.url));
const [POOL, CLASS] = objectsOf(parseText(file, readFileSync(file, 'utf8'))).map(
  ({ value }) => value as object,
);

interface PoolSpec {
  spec: {
    weight?: number;
    limits?: object;
    disruption: Record<string, unknown>;
    template: { spec: Record<string, unknown> };
  };
}
function pool(change: (of: PoolSpec) => void = () => undefined): object {
  const copy = structuredClone(POOL) as unknown as PoolSpec;
  change(copy);
  return copy;
}
const requirement = (key: string, ...values: readonly string[]) => ({
  key,
  operator: 'In',
  values,
});

class Harbour {
  readonly world: World;

  /** One box of the course with the two agents on it that every node carries. */
  constructor(boxes = 1, seed = 7) {
    const bootstrap = { as: 'eks-node', cluster: 'harbour' };
    this.world = new World(
      scenario(
        {},
        {
          ground: {
            zones: ['us-east-1a', 'us-east-1b'],
            instances: [{ count: boxes, instanceType: 'm5.large', bootstrap }],
            addons: ['vpc-cni', 'kube-proxy'],
          },
        },
      ),
      seed,
      { freeze: true },
    );
    this.to(1);
  }
  to(seconds: number): void {
    this.world.advance(seconds * 1000);
  }
  act(request: Request): void {
    const response = this.world.submit('learner', request);
    if (!response.ok) throw new Error(response.error.message);
  }
  apply(...documents: readonly (object | undefined)[]): void {
    for (const document of documents)
      this.act({ api: 'quayside', action: 'applyDocument', input: { document } });
  }
  get read() {
    return this.world.simulation.context;
  }
  facts(...types: readonly string[]): readonly Fact[] {
    return this.world.simulation.facts.last(100_000).filter(({ type }) => types.includes(type));
  }
  get claims() {
    return this.read.by('kubernetes/Object', 'resource', 'nodeclaims.karpenter.sh');
  }
  get types(): readonly (string | undefined)[] {
    return this.claims.map(({ metadata }) => metadata.labels?.['node.kubernetes.io/instance-type']);
  }
  get ready(): number {
    return this.read
      .list('kubernetes/Pod')
      .filter(({ metadata }) => metadata.labels?.['app'] === 'web')
      .filter(({ status }) =>
        (status.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True'),
      ).length;
  }
  events(reason: string): readonly string[] {
    return this.read
      .list('kubernetes/Event')
      .filter((event) => event.reason === reason)
      .map(({ message }) => message);
  }
  get explanation(): KarpenterExplanation {
    const answer = this.world.query({ api: 'quayside', action: 'explainKarpenter', input: {} });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.output as KarpenterExplanation;
  }
}

const web = (replicas: number, cpu = '500m', spec: object = {}) => {
  const document = deployment('web', 'shop/web:1', replicas) as {
    spec: { template: { spec: { containers: [{ resources: object }] } } };
  };
  document.spec.template.spec.containers[0].resources = { requests: { cpu, memory: '128Mi' } };
  Object.assign(document.spec.template.spec, spec);
  return document;
};
const KINDS = [
  'nodeClaimCreated',
  'nodeClaimLaunched',
  'nodeClaimRegistered',
  'nodeClaimInitialized',
  'nodeClaimFailed',
  'podsNotProvisioned',
  'nodeClaimDisrupted',
  'disruptionBlocked',
  'nodeClaimTerminated',
  'podEvicted',
];

describe('provisioning', () => {
  it('lesson 11', () => {
    const harbour = new Harbour();
    harbour.apply(POOL, CLASS, web(2));
    harbour.to(60);
    harbour.apply(web(10));
    harbour.to(200);
    for (const f of harbour.facts(...KINDS))
      console.log(f.atMs, f.type, f.about.key, JSON.stringify(f.data));
    console.log(harbour.ready, harbour.types, harbour.events('Nominated'));
    harbour.apply(web(2));
    harbour.to(900);
    for (const f of harbour.facts(...KINDS))
      console.log(f.atMs, f.type, f.about.key, JSON.stringify(f.data));
    console.log(harbour.ready, harbour.types, JSON.stringify(harbour.explanation, null, 1));
    expect(1).toBe(1);
  });
});
