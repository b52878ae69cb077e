/** What the node's own pods leave of an m5.large: the 1780m that every lesson counts with. */
import { describe, expect, it } from 'vitest';
import { compileScenario, type ScenarioDocument } from '../../../host/scenario';
import { World } from '../../../host/world';
import { milliValue } from '../../kubernetes/quantity';

const document = (addons: readonly string[]): ScenarioDocument => ({
  version: 1,
  title: { en: '', ko: '' },
  clusters: ['harbour'],
  ground: {
    zones: ['us-east-1a'],
    addons,
    instances: [
      { count: 1, instanceType: 'm5.large', bootstrap: { as: 'eks-node', cluster: 'harbour' } },
    ],
  },
});

function worldWith(...addons: readonly string[]): World {
  const world = new World(
    compileScenario('addons', document(addons), [], () => []),
    7,
  );
  world.advance(60_000);
  return world;
}

describe('EKS add-ons', () => {
  it('run aws-node and kube-proxy on the node and leave 1780m of its 1930m', () => {
    const { simulation } = worldWith('vpc-cni', 'kube-proxy');
    const pods = simulation.context.list('kubernetes/Pod');
    expect(pods.map(({ metadata, status }) => [metadata.name.slice(0, -6), status.phase])).toEqual([
      ['aws-node', 'Running'],
      ['kube-proxy', 'Running'],
    ]);
    const [node] = simulation.context.list('kubernetes/Node');
    const asked = pods
      .flatMap(({ spec }) => spec.containers)
      .reduce((sum, c) => sum + milliValue(c.resources?.requests?.['cpu'] ?? 0), 0);
    expect(milliValue(node?.status.allocatable['cpu'] ?? 0) - asked).toBe(1780);
    // They live in the host's network: the pod's address is the node's own.
    const ip = node?.status.addresses.find(({ type }) => type === 'InternalIP')?.address;
    expect(pods.map(({ status }) => status.podIP)).toEqual([ip, ip]);
  });

  it('refuses an add-on that it does not know, and one that is there', () => {
    const world = worldWith('vpc-cni');
    const create = (addonName: string) =>
      world.submit('terminal', {
        api: 'eks',
        action: 'CreateAddon',
        input: { clusterName: 'harbour', addonName },
      });
    expect(create('coredns')).toMatchObject({
      ok: false,
      error: { name: 'InvalidParameterException' },
    });
    expect(create('vpc-cni')).toMatchObject({
      ok: false,
      error: { name: 'ResourceInUseException', message: 'Addon already exists.' },
    });
    expect(create('kube-proxy').ok).toBe(true);
  });
});
