import { describe, expect, it } from 'vitest';
import { validateManifest } from './validate';

interface Pool {
  spec: Record<string, unknown> & {
    template: { metadata?: object; spec: Record<string, unknown> };
  };
}

function pool(change: (of: Pool) => void = () => undefined): object {
  const object: Pool & Record<string, unknown> = {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'default' },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
          requirements: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }],
        },
      },
    },
  };
  change(object);
  return object;
}

const nodeClass = (spec: object): object => ({
  apiVersion: 'karpenter.k8s.aws/v1',
  kind: 'EC2NodeClass',
  metadata: { name: 'default' },
  spec: {
    role: 'node',
    amiSelectorTerms: [{ alias: 'al2023@latest' }],
    subnetSelectorTerms: [{ tags: { a: 'b' } }],
    securityGroupSelectorTerms: [{ id: 'sg-1' }],
    ...spec,
  },
});

const requirement = (one: object) => (of: Pool) => {
  of.spec.template.spec['requirements'] = [one];
};
const said = (manifest: object): readonly string[] =>
  validateManifest(manifest).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('a NodePool', () => {
  it('is taken as the documentation writes it', () => {
    expect(said(pool())).toEqual([]);
    const full = pool(({ spec }) => {
      spec['weight'] = 10;
      spec['limits'] = { cpu: '100', memory: '400Gi', nodes: 5 };
      spec['disruption'] = {
        consolidationPolicy: 'WhenEmpty',
        consolidateAfter: '1h30m',
        budgets: [
          { nodes: '20%', reasons: ['Empty'] },
          { nodes: '0', schedule: '@daily', duration: '10m' },
        ],
      };
    });
    expect(said(full)).toEqual([]);
  });

  it.each<readonly [string, (of: Pool) => void, string]>([
    [
      'a weight above 100',
      ({ spec }) => (spec['weight'] = 200),
      'spec.weight: Invalid value: 200: spec.weight in body should be less than or equal to 100',
    ],
    [
      'a policy that is not there',
      ({ spec }) =>
        (spec['disruption'] = { consolidateAfter: '0s', consolidationPolicy: 'WhenUnderutilized' }),
      'spec.disruption.consolidationPolicy: Unsupported value: "WhenUnderutilized": supported values: "WhenEmpty", "WhenEmptyOrUnderutilized"',
    ],
    [
      'a disruption without consolidateAfter',
      ({ spec }) => (spec['disruption'] = { consolidationPolicy: 'WhenEmpty' }),
      'spec.disruption.consolidateAfter: Required value',
    ],
    [
      'a span without a unit',
      ({ spec }) => (spec['disruption'] = { consolidateAfter: '30' }),
      'spec.disruption.consolidateAfter: Invalid value: "30": spec.disruption.consolidateAfter in body should match \'^(([0-9]+(s|m|h))+|Never)$\'',
    ],
    [
      'a schedule that is none',
      ({ spec }) =>
        (spec['disruption'] = {
          consolidateAfter: '0s',
          budgets: [{ nodes: '0', schedule: 'nightly', duration: '8h' }],
        }),
      'spec.disruption.budgets.0.schedule: Invalid value: "nightly": spec.disruption.budgets[0].schedule in body should match \'^(@(annually|yearly|monthly|weekly|daily|midnight|hourly))|((.+)\\s(.+)\\s(.+)\\s(.+)\\s(.+))$\'',
    ],
    [
      'a reason that is none',
      ({ spec }) =>
        (spec['disruption'] = {
          consolidateAfter: '0s',
          budgets: [{ nodes: '0', reasons: ['Expired'] }],
        }),
      'spec.disruption.budgets.0.reasons: Unsupported value: "Expired": supported values: "Drifted", "Empty", "Underutilized"',
    ],
    [
      'In without values',
      requirement({ key: 'kubernetes.io/arch', operator: 'In', values: [] }),
      'spec.template.spec.requirements: Invalid value: "array": requirements with operator \'In\' must have a value defined',
    ],
    [
      'Gt with a word',
      requirement({ key: 'karpenter.k8s.aws/instance-cpu', operator: 'Gt', values: ['many'] }),
      "spec.template.spec.requirements: Invalid value: \"array\": requirements operator 'Gt' or 'Lt' must have a single positive integer value",
    ],
    [
      'an operator that is not there',
      requirement({ key: 'kubernetes.io/arch', operator: 'Is', values: ['x'] }),
      'spec.template.spec.requirements.0.operator: Unsupported value: "Is": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"',
    ],
    [
      'no node class',
      ({ spec }) => delete spec.template.spec['nodeClassRef'],
      'spec.template.spec.nodeClassRef: Required value',
    ],
    [
      'a label of Karpenter’s own',
      ({ spec }) => (spec.template.metadata = { labels: { 'karpenter.sh/nodepool': 'x' } }),
      'spec.template.metadata.labels: Invalid value: "object": label "karpenter.sh/nodepool" is restricted',
    ],
    [
      'a field of an older version',
      ({ spec }) => (spec['ttlSecondsAfterEmpty'] = 30),
      'spec.ttlSecondsAfterEmpty: unknown field "spec.ttlSecondsAfterEmpty"',
    ],
  ])('is refused: %s', (_, change, message) => {
    expect(said(pool(change))).toEqual([message]);
  });
});

describe('an EC2NodeClass', () => {
  it.each([
    [
      'both a role and a profile',
      { instanceProfile: 'p' },
      /must specify exactly one of \['role', 'instanceProfile'\]/,
    ],
    ['no subnets', { subnetSelectorTerms: [] }, /spec.subnetSelectorTerms: Required value/],
    ['no image', { amiSelectorTerms: undefined }, /spec.amiSelectorTerms: Required value/],
  ])('is refused: %s', (_, spec, message) => {
    expect(said(nodeClass(spec)).join()).toMatch(message);
  });
  it('is taken otherwise', () => {
    expect(said(nodeClass({}))).toEqual([]);
  });
});
