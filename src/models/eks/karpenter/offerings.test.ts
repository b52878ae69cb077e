import { describe, expect, it } from 'vitest';
import { offeringsOf, satisfies } from './offerings';
import type { NodePool, Requirement } from './types';

const LABELS = { zone: 'a', 'karpenter.k8s.aws/instance-cpu': '4', 'kubernetes.io/arch': 'amd64' };

describe('a requirement', () => {
  it.each<readonly [Requirement['operator'], string, readonly string[], boolean]>([
    ['In', 'zone', ['a', 'b'], true],
    ['In', 'zone', ['b'], false],
    ['In', 'missing', ['b'], false],
    ['NotIn', 'zone', ['a'], false],
    ['NotIn', 'missing', ['a'], true],
    ['Exists', 'zone', [], true],
    ['DoesNotExist', 'zone', [], false],
    ['Gt', 'karpenter.k8s.aws/instance-cpu', ['3'], true],
    ['Gt', 'karpenter.k8s.aws/instance-cpu', ['4'], false],
    ['Gte', 'karpenter.k8s.aws/instance-cpu', ['4'], true],
    ['Lt', 'karpenter.k8s.aws/instance-cpu', ['8'], true],
    ['Lt', 'missing', ['8'], false],
    ['In', 'beta.kubernetes.io/arch', ['amd64'], true],
  ])('%s %s %j: %s', (operator, key, values, expected) => {
    expect(satisfies(LABELS, { key, operator, values })).toBe(expected);
  });
});

function pool(...requirements: readonly Requirement[]): NodePool {
  const nodeClassRef = { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' };
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'default', uid: 'u', creationTimestamp: 0 },
    spec: {
      disruption: { consolidationPolicy: 'WhenEmpty', consolidateAfter: '0s', budgets: [] },
      template: { spec: { nodeClassRef, requirements } },
    },
  };
}
const names = (of: NodePool) =>
  offeringsOf(of, ['us-east-1a', 'us-east-1b'], 'us-east-1').map(
    ({ instanceType, zone, capacityType }) => `${instanceType} ${zone.slice(-1)} ${capacityType}`,
  );
const only = (key: string, ...values: readonly string[]): Requirement => ({
  key,
  operator: 'In',
  values,
});

describe('what a pool may buy', () => {
  it('comes by price, then by name, then by zone', () => {
    const m5 = pool(
      only('karpenter.k8s.aws/instance-family', 'm5', 'm6i'),
      only('karpenter.k8s.aws/instance-size', 'large', 'xlarge'),
      only('karpenter.sh/capacity-type', 'on-demand'),
    );
    expect(names(m5)).toEqual([
      'm5.large a on-demand',
      'm5.large b on-demand',
      'm6i.large a on-demand',
      'm6i.large b on-demand',
      'm5.xlarge a on-demand',
      'm5.xlarge b on-demand',
      'm6i.xlarge a on-demand',
      'm6i.xlarge b on-demand',
    ]);
  });

  it('is spot before on-demand where both may be', () => {
    const any = pool(
      only('node.kubernetes.io/instance-type', 'm5.large'),
      only('topology.kubernetes.io/zone', 'us-east-1b'),
    );
    expect(names(any)).toEqual(['m5.large b spot', 'm5.large b on-demand']);
  });

  it('knows families, generations and sizes by the names', () => {
    const arm = pool(
      only('kubernetes.io/arch', 'arm64'),
      { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', values: ['6'] },
      only('karpenter.sh/capacity-type', 'on-demand'),
      only('topology.kubernetes.io/zone', 'us-east-1a'),
    );
    expect(names(arm)).toEqual(['c7g.large a on-demand', 'm7g.large a on-demand']);
  });
});
