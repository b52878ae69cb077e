import { describe, expect, it } from 'vitest';
import { parseFlags } from './options';

const of = (...flags: readonly string[]) => parseFlags(['--cloud-provider=aws', ...flags]);

describe('the flags of the Cluster Autoscaler', () => {
  it('have the defaults of upstream', () => {
    expect(of()).toEqual({
      options: expect.objectContaining({
        scanIntervalMs: 10_000,
        expanders: ['least-waste'],
        balanceSimilarNodeGroups: false,
        scaleDownEnabled: true,
        unneededTimeMs: 600_000,
        unreadyTimeMs: 1_200_000,
        delayAfterAddMs: 600_000,
        delayAfterDeleteMs: 10_000,
        delayAfterFailureMs: 180_000,
        thresholdPermille: 500,
        skipSystemPods: true,
        skipLocalStorage: true,
        maxGracefulTerminationSeconds: 600,
        maxNodeProvisionMs: 900_000,
        unremovableRecheckMs: 300_000,
        initialBackoffMs: 300_000,
        maxBackoffMs: 1_800_000,
        discovery: [],
        named: [],
      }) as object,
    });
  });

  it.each([
    [['--expander=priority,least-waste'], { expanders: ['priority', 'least-waste'] }],
    [['--scale-down-unneeded-time=1m30s'], { unneededTimeMs: 90_000 }],
    [['--scale-down-utilization-threshold=0.65'], { thresholdPermille: 650 }],
    [['--skip-nodes-with-system-pods=false'], { skipSystemPods: false }],
    [['--balance-similar-node-groups'], { balanceSimilarNodeGroups: true }],
    [['--scan-interval', '20s'], { scanIntervalMs: 20_000, delayAfterDeleteMs: 20_000 }],
    [['--nodes=1:10:my-group'], { named: [{ min: 1, max: 10, name: 'my-group' }] }],
    [
      ['--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,team=shop'],
      {
        discovery: [[{ key: 'k8s.io/cluster-autoscaler/enabled' }, { key: 'team', value: 'shop' }]],
      },
    ],
    [['--v=4', '--stderrthreshold=info'], {}],
  ] as const)('read %j', (flags, expected) => {
    expect(of(...flags)).toEqual({ options: expect.objectContaining(expected) as object });
  });

  it('are found in a shell line too', () => {
    const line = './cluster-autoscaler --cloud-provider=aws --expander=most-pods';
    expect(parseFlags(['sh', '-c', line])).toEqual({
      options: expect.objectContaining({ expanders: ['most-pods'] }) as object,
    });
  });

  it.each([
    [['--scale-down-uneeded-time=5m'], 'unknown flag: --scale-down-uneeded-time'],
    [['--scan-interval=soon'], 'invalid argument "soon" for "--scan-interval" flag'],
    [['--scale-down-utilization-threshold=50'], /invalid argument "50"/],
    [['--expander=cheapest'], /Expander cheapest not supported/],
    [['--expander=price'], /pricing for price expander: Not implemented/],
    [['--cloud-provider=azure'], 'Failed to create "azure" cloud provider'],
  ] as const)('refuse %j', (flags, message) => {
    const parsed = of(...flags);
    if (typeof message === 'string') expect(parsed).toEqual({ error: message });
    else expect(parsed).toEqual({ error: expect.stringMatching(message) as string });
  });
});
