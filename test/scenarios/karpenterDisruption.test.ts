/** What makes Karpenter replace nodes that nothing is wrong with, and when it must not. The run begins on a Monday at 00:00 UTC. */
import { describe, expect, it } from 'vitest';
import {
  budget,
  CLASS,
  Harbour,
  pool,
  requirement,
  seconds,
  web,
  type PoolSpec,
} from '../fixtures/karpenter';

const onlyNew = { nodeSelector: { 'karpenter.sh/nodepool': 'default' } };
const MINUTE = 60;

function grown(change: (of: PoolSpec) => void = () => undefined, replicas = 4): Harbour {
  const harbour = new Harbour();
  harbour.apply(pool(change), CLASS, web(replicas, '500m', onlyNew));
  harbour.to(3 * MINUTE);
  expect(harbour.claims).toHaveLength(1);
  return harbour;
}
const never = (of: PoolSpec) => (of.spec.disruption['consolidateAfter'] = 'Never');
const drifted = (harbour: Harbour): readonly unknown[] =>
  harbour.facts('nodeClaimDrifted').map(({ data }) => (data as { reason: string }).reason);
const gone = (harbour: Harbour): readonly unknown[] =>
  harbour.facts('nodeClaimDisrupted').map(({ data }) => (data as { reason: string }).reason);

describe('drift', () => {
  it('replaces a node whose pool says something else now: the new one is ready before the old one goes', () => {
    const harbour = grown(never);
    const before = harbour.claims[0]?.metadata.name;
    harbour.apply(
      pool((of) => {
        never(of);
        Object.assign(of.spec.template, { metadata: { labels: { team: 'shop' } } });
      }),
    );
    harbour.to(3 * MINUTE + 1);
    expect(drifted(harbour)).toEqual(['NodePoolDrifted']);
    const status = harbour.claims[0]?.['status'] as { conditions: readonly object[] };
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Drifted', status: 'True', reason: 'NodePoolDrifted' }),
    );
    harbour.to(8 * MINUTE);
    expect(gone(harbour)).toEqual(['Drifted']);
    expect(harbour.claims).toHaveLength(1);
    expect(harbour.claims[0]?.metadata.name).not.toBe(before);
    expect(harbour.claims[0]?.metadata.labels?.['team']).toBe('shop');
    expect(harbour.ready).toBe(4);
    const [, second] = harbour.facts('nodeClaimInitialized');
    const [terminated] = harbour.facts('nodeClaimTerminated');
    expect(seconds(second!)).toBeLessThan(seconds(terminated!));
    expect(harbour.world.causes(terminated!.serial).map(({ type }) => type)).toContain(
      'nodeClaimDrifted',
    );
  });

  it('comes out the same after going back in time', () => {
    const harbour = grown(never);
    harbour.apply(
      pool((of) => {
        never(of);
        of.spec.template.spec['taints'] = [{ key: 'new', effect: 'PreferNoSchedule' }];
      }),
    );
    harbour.to(8 * MINUTE);
    const digest = harbour.world.digest();
    harbour.world.seek(3 * MINUTE * 1000 + 30_000);
    harbour.world.seek(8 * MINUTE * 1000);
    expect(harbour.world.digest()).toEqual(digest);
  });

  it('is told by what the node is where the requirements changed', () => {
    const harbour = grown(never);
    const narrow = (of: PoolSpec) => {
      never(of);
      of.spec.template.spec['requirements'] = [
        requirement('karpenter.sh/capacity-type', 'on-demand'),
        requirement('topology.kubernetes.io/zone', 'us-east-1b'),
      ];
    };
    harbour.apply(pool(narrow));
    harbour.to(8 * MINUTE);
    expect(drifted(harbour)).toEqual(['RequirementsDrifted']);
    expect(harbour.claims[0]?.metadata.labels?.['topology.kubernetes.io/zone']).toBe('us-east-1b');
  });

  it('is none where only the behaviour of the pool changes', () => {
    const harbour = grown(never);
    harbour.apply(
      pool((of) => {
        never(of);
        of.spec.weight = 50;
        of.spec.limits = { cpu: '500' };
        of.spec.disruption['budgets'] = [{ nodes: '1' }];
      }),
    );
    harbour.to(8 * MINUTE);
    expect(drifted(harbour)).toEqual([]);
  });

  it('waits for a budget of the pods, but not where a terminationGracePeriod ends their say', () => {
    for (const terminationGracePeriod of [undefined, '60s']) {
      const with_ = (of: PoolSpec) => {
        never(of);
        if (terminationGracePeriod)
          Object.assign(of.spec.template.spec, { terminationGracePeriod });
      };
      const harbour = grown(with_);
      harbour.apply(budget({ minAvailable: 4 }));
      harbour.apply(
        pool((of) => {
          with_(of);
          of.spec.template.spec['taints'] = [{ key: 'new', effect: 'PreferNoSchedule' }];
        }),
      );
      harbour.to(10 * MINUTE);
      expect(gone(harbour)).toEqual(terminationGracePeriod ? ['Drifted'] : []);
    }
  });
});

describe('budgets', () => {
  it('with a schedule hold in their hours and no longer', () => {
    const harbour = grown((of) => {
      of.spec.disruption['consolidateAfter'] = '30s';
      // Until a quarter past midnight.
      of.spec.disruption['budgets'] = [
        { nodes: '100%' },
        { nodes: '0', schedule: '0 0 * * mon', duration: '15m' },
      ];
    });
    harbour.apply(web(0, '500m', onlyNew));
    harbour.to(14 * MINUTE);
    expect(gone(harbour)).toEqual([]);
    harbour.to(17 * MINUTE);
    expect(gone(harbour)).toEqual(['Empty']);
    expect(seconds(harbour.facts('nodeClaimDisrupted')[0]!)).toBeGreaterThanOrEqual(15 * MINUTE);
  });

  it('aside, an empty node goes because its pods went, and not because it once came', () => {
    const harbour = grown((of) => (of.spec.disruption['consolidateAfter'] = '30s'));
    harbour.apply(web(0, '500m', onlyNew));
    harbour.to(6 * MINUTE);
    const [fact] = harbour.facts('nodeClaimDisrupted');
    const chain = harbour.world.causes(fact!.serial).map(({ type }) => type);
    expect(chain).toContain('replicaSetScaled');
    expect(chain).not.toContain('nodeClaimCreated');
  });

  it('are of the reasons that they name', () => {
    const harbour = grown((of) => {
      of.spec.disruption['consolidateAfter'] = '30s';
      of.spec.disruption['budgets'] = [{ nodes: '0', reasons: ['Drifted', 'Underutilized'] }];
    });
    harbour.apply(web(0, '500m', onlyNew));
    harbour.to(6 * MINUTE);
    expect(gone(harbour)).toEqual(['Empty']);
  });
});

describe('minValues', () => {
  const family =
    (minValues: number, ...values: readonly string[]) =>
    (of: PoolSpec) => {
      of.spec.template.spec['requirements'] = [
        requirement('karpenter.sh/capacity-type', 'on-demand'),
        { ...requirement('karpenter.k8s.aws/instance-family', ...values), minValues },
      ];
    };

  it('leaves a choice of so many families', () => {
    const harbour = new Harbour();
    harbour.apply(pool(family(2, 'm5', 'c5')), CLASS, web(2, '500m', onlyNew));
    harbour.to(2 * MINUTE);
    expect(harbour.ready).toBe(2);
  });

  it('makes nothing where the pods fit one family only', () => {
    const harbour = new Harbour();
    const large = web(1, '500m', onlyNew);
    large.spec.template.spec.containers[0].resources = {
      requests: { cpu: '500m', memory: '100Gi' },
    };
    // 100 GiB are to be had of m5 alone: a c5.24xlarge is not in this world.
    harbour.apply(pool(family(2, 'm5', 'c5')), CLASS, large);
    harbour.to(2 * MINUTE);
    expect(harbour.claims).toEqual([]);
    expect(harbour.events('FailedScheduling').at(-1)).toMatch(/^Failed to schedule pod, /);
  });
});

describe('subnets', () => {
  it('that the class names are where nodes are made', () => {
    const harbour = new Harbour();
    const spec = (CLASS as { spec: object }).spec;
    const subnetSelectorTerms = [{ id: 'subnet-us-east-1b' }];
    harbour.apply(pool(), { ...CLASS, spec: { ...spec, subnetSelectorTerms } });
    harbour.apply(web(2, '500m', onlyNew));
    harbour.to(2 * MINUTE);
    expect(harbour.claims[0]?.metadata.labels?.['topology.kubernetes.io/zone']).toBe('us-east-1b');
  });
});

describe('what it tells', () => {
  const told = (harbour: Harbour, kind: string): readonly string[] =>
    harbour.read
      .list('kubernetes/Event')
      .filter(
        ({ involvedObject, source }) =>
          involvedObject.kind === kind && source?.component === 'karpenter',
      )
      .map(({ reason, message }) => `${reason}: ${message}`);

  it('on the NodeClaim and its node: that nothing cheaper holds the pods', () => {
    const harbour = grown((of) => (of.spec.disruption['consolidateAfter'] = '30s'));
    harbour.to(6 * MINUTE);
    const why = "Unconsolidatable: Can't replace with a cheaper node";
    expect(told(harbour, 'NodeClaim')).toContain(why);
    expect(told(harbour, 'Node')).toContain(why);
  });

  it('that consolidation is off, or only of empty nodes', () => {
    const off = grown(never);
    off.to(5 * MINUTE);
    expect(told(off, 'NodeClaim')).toEqual([
      'Unconsolidatable: NodePool "default" has consolidation disabled',
    ]);
    const empty = grown((of) =>
      Object.assign(of.spec.disruption, {
        consolidateAfter: '10s',
        consolidationPolicy: 'WhenEmpty',
      }),
    );
    empty.to(5 * MINUTE);
    expect(told(empty, 'NodeClaim')).toEqual([
      'Unconsolidatable: NodePool "default" has non-empty consolidation disabled',
    ]);
  });

  it('on the NodePool: that a budget lets none go', () => {
    const harbour = grown((of) => {
      of.spec.disruption['budgets'] = [{ nodes: '0', reasons: ['Drifted'] }];
    });
    expect(told(harbour, 'NodePool')).toEqual([
      'DisruptionBlocked: No allowed disruptions for disruption reason Drifted due to blocking budget',
    ]);
  });

  it('when it replaces a node: first the new one, and of the old one when it really goes', () => {
    const harbour = grown(never);
    harbour.apply(
      pool((of) => {
        never(of);
        Object.assign(of.spec.template, { metadata: { labels: { team: 'shop' } } });
      }),
    );
    const [disrupted] = [4, 5, 6, 7, 8].flatMap((minute) => {
      harbour.to(minute * MINUTE);
      return harbour.facts('nodeClaimDisrupted');
    });
    const [, ready] = harbour.facts('nodeClaimInitialized');
    const at = (reason: string) =>
      harbour.read.list('kubernetes/Event').find((one) => one.reason === reason)?.firstTimestamp ??
      0;
    expect(at('DisruptionLaunching')).toBe(disrupted?.atMs);
    expect(at('DisruptionWaitingReadiness')).toBe(disrupted?.atMs);
    expect(at('DisruptionTerminating')).toBeGreaterThanOrEqual(ready?.atMs ?? Infinity);
    expect(told(harbour, 'NodeClaim')).toEqual(
      expect.arrayContaining([
        'DisruptionLaunching: Launching NodeClaim: Drifted',
        'DisruptionTerminating: Disrupting NodeClaim: Drifted',
      ]),
    );
    expect(told(harbour, 'Node')).toContain('DisruptionTerminating: Disrupting Node: Drifted');
  });

  it('holds a schedule of one reason although nothing else changes', () => {
    const harbour = grown((of) => {
      of.spec.disruption['consolidateAfter'] = '30s';
      of.spec.disruption['budgets'] = [
        { nodes: '100%' },
        { nodes: '0', schedule: '0 0 * * *', duration: '15m', reasons: ['Empty'] },
      ];
    });
    harbour.apply(web(0, '500m', onlyNew));
    harbour.to(14 * MINUTE);
    expect(gone(harbour)).toEqual([]);
    harbour.to(17 * MINUTE);
    expect(gone(harbour)).toEqual(['Empty']);
  });
});
