import { describe, expect, it } from 'vitest';
import { CLUSTER_CONFIG_REF, clusterConfigDefinitions } from './clusterConfigSchema';

const definitions = clusterConfigDefinitions();
const properties = (name: string) =>
  definitions[`eksctl.${name}`]?.['properties'] as Readonly<Record<string, object>>;

describe('the schema of a ClusterConfig', () => {
  it('refers only to what it defines', () => {
    const text = JSON.stringify([CLUSTER_CONFIG_REF, definitions]);
    const refs = [...text.matchAll(/#\/definitions\/([\w.]+)/g)].map(([, name]) => name ?? '');
    expect(refs.filter((name) => !(name in definitions))).toEqual([]);
  });

  it('offers sizes, types that exist, and says what has no effect', () => {
    const group = properties('ManagedNodeGroup');
    expect(group['desiredCapacity']).toMatchObject({ type: 'integer' });
    expect(group['instanceTypes']).toMatchObject({
      type: 'array',
      items: { enum: expect.arrayContaining(['m5.large']) as string[] },
    });
    expect(group['volumeSize']).toMatchObject({ description: 'No effect in this simulator.' });
    expect(properties('NodeGroupTaint')['effect']).toMatchObject({
      enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
    });
  });
});
