/** Where Karpenter opens nodes for pods that are to be spread, and what it makes of what they would only rather have. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/engine/model';
import { CLASS, Harbour, POOL, web } from '../fixtures/karpenter';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const labelSelector = { matchLabels: { app: 'web' } };
const spread = (topologyKey: string, whenUnsatisfiable = 'DoNotSchedule', extra: object = {}) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey, whenUnsatisfiable, labelSelector, ...extra },
  ],
});
/** Away from the box of the course, which Karpenter did not make. */
const onlyNew = { nodeSelector: { 'karpenter.sh/nodepool': 'default' } };

function opened(replicas: number, spec: object, cpu = '500m'): readonly string[] {
  const harbour = new Harbour(1, 7, ['us-east-1a', 'us-east-1b', 'us-east-1c']);
  harbour.apply(POOL, CLASS, web(replicas, cpu, { ...onlyNew, ...spec }));
  harbour.to(120);
  expect(harbour.ready).toBe(replicas);
  return harbour
    .facts('nodeClaimCreated')
    .map(({ data }) => {
      const { zone, pods } = data as { zone: string; pods: number };
      return `${zone} ${pods}`;
    })
    .sort();
}
const THREE = ['us-east-1a 2', 'us-east-1b 2', 'us-east-1c 2'];

describe('pods that are spread', () => {
  it('over zones open nodes in every zone of the pool, although only one has a node', () => {
    expect(opened(6, spread(ZONE))).toEqual(THREE);
  });

  it('over zones that their node affinity leaves them', () => {
    const values = ['us-east-1b', 'us-east-1c'];
    const nodeSelectorTerms = [{ matchExpressions: [{ key: ZONE, operator: 'In', values }] }];
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    expect(opened(4, { ...spread(ZONE), affinity: { nodeAffinity: required } })).toEqual(
      THREE.slice(1),
    );
  });

  it('over hosts get a node each, because one more is always to be had', () => {
    expect(opened(3, spread(HOST))).toHaveLength(3);
  });

  it('if possible are spread as if they had to be', () => {
    expect(opened(6, spread(ZONE, 'ScheduleAnyway'))).toEqual(THREE);
  });

  it('if possible go together where it is not: a wish is given up before a pod is', () => {
    const soft = spread('example.org/rack', 'ScheduleAnyway');
    expect(opened(4, soft)).toEqual(['us-east-1a 4']);
  });

  it('and each claim is owed to its own pods, its instance to it', () => {
    const harbour = new Harbour(1, 7, ['us-east-1a', 'us-east-1b', 'us-east-1c']);
    harbour.apply(POOL, CLASS, web(6, '500m', { ...onlyNew, ...spread(ZONE) }));
    harbour.to(120);
    const ready = harbour.facts('nodeClaimInitialized');
    expect(ready).toHaveLength(3);
    for (const fact of ready) {
      const chain = harbour.world.causes(fact.serial);
      const of = (type: string): Fact | undefined => chain.find((one) => one.type === type);
      expect(of('nodeClaimCreated')?.about).toEqual(fact.about);
      const { zone } = of('nodeClaimCreated')?.data as { zone: string };
      expect(of('instanceLaunched')?.data).toMatchObject({ AvailabilityZone: zone });
      const pod = harbour.read.get('kubernetes/Pod', of('podUnschedulable')?.about.key ?? '');
      const node = harbour.read.get('kubernetes/Node', pod?.spec.nodeName ?? '');
      expect(node?.metadata.labels?.['karpenter.sh/nodepool']).toBe('default');
    }
  });
});

describe('what a pod would rather have', () => {
  const preferred = (key: string, ...values: readonly string[]) => ({
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 50, preference: { matchExpressions: [{ key, operator: 'In', values }] } },
        ],
      },
    },
  });

  it('is a requirement at first', () => {
    expect(opened(2, preferred(ZONE, 'us-east-1c'))).toEqual(['us-east-1c 2']);
  });

  it('and none where nothing has it', () => {
    expect(opened(2, preferred(ZONE, 'us-east-1z'))).toEqual(['us-east-1a 2']);
  });

  it('holds for pods that would rather not stand together', () => {
    const term = { labelSelector, topologyKey: HOST };
    const podAntiAffinity = {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
    };
    expect(opened(3, { affinity: { podAntiAffinity } })).toHaveLength(3);
  });
});
