import { describe, expect, it } from 'vitest';
import type { Kind } from '../../engine/model';
import { loadScenario } from '../../cli/run';
import { World } from '../../host/world';
import { readEcs } from '../../stage/readEcs';
import { readKubernetes } from '../../stage/readKubernetes';
import type { View } from '../../stage/view';
import { RecordMaps } from '../recordMaps';
import { shortName } from '../sentences/shortName';
import { relatedTo } from './related';

/** The first visit, settled: six tasks and six pods. */
const world = new World(loadScenario('lessons/scenarios/first-visit'), 7);
world.advance(300_000);
const records = new RecordMaps();
const { records: changes } = world.changesSince({ version: -1, epoch: -1, facts: 0 });
for (const change of changes) records.fold(change);
const nowMs = world.nowMs;
const view: View = {
  ecs: readEcs(records, { nowMs }),
  kubernetes: readKubernetes(records, { nowMs }),
};

const first = (kind: Kind) => ({ kind, key: [...records.all(kind).keys()][0] ?? '' });
/** `owner: Service web` */
const told = (kind: Kind) =>
  Object.fromEntries(
    relatedTo(first(kind), view, records).map(({ relation, refs }) => [
      relation,
      refs.map((ref) => `${ref.kind.split('/')[1]} ${shortName(ref)}`),
    ]),
  );

describe('what belongs to', () => {
  it('a task', () => {
    const { owner, standsOn, reachedBy, counterpart } = told('ecs/Task');
    expect(owner).toEqual(['Service web', 'TaskDefinition web:1']);
    expect(standsOn?.map((each) => each.split(' ')[0])).toEqual([
      'ContainerInstance',
      'Instance',
      'AvailabilityZone',
    ]);
    expect([reachedBy?.length, counterpart?.length]).toEqual([1, 1]);
    expect(counterpart?.[0]).toMatch(/^Pod /);
  });

  it('a pod', () => {
    const { owner, standsOn, reachedBy, counterpart } = told('kubernetes/Pod');
    expect(owner).toEqual([expect.stringMatching(/^ReplicaSet web-/), 'Deployment web']);
    expect(standsOn?.map((each) => each.split(' ')[0])).toEqual([
      'Node',
      'Instance',
      'AvailabilityZone',
    ]);
    expect(reachedBy).toHaveLength(1);
    expect(counterpart?.[0]).toMatch(/^Task /);
  });

  it.each([
    ['ecs/Service', { holds: 6, counterpart: 1, owner: 2, reachedBy: 2 }],
    ['kubernetes/Deployment', { holds: 1, counterpart: 1 }],
    ['kubernetes/ReplicaSet', { owner: 1, holds: 6 }],
    ['ecs/ContainerInstance', { owner: 1, standsOn: 2, holds: 2, counterpart: 1 }],
    ['kubernetes/Node', { standsOn: 2, holds: 2, counterpart: 1 }],
    ['ec2/Instance', { standsOn: 1, holds: 1 }],
    ['ec2/AvailabilityZone', { holds: 2 }],
    ['elasticloadbalancing/LoadBalancer', { owner: 1, holds: 7, counterpart: 1 }],
  ] as const)('%s', (kind, counts) => {
    const found = told(kind);
    expect(
      Object.fromEntries(Object.entries(found).map(([relation, refs]) => [relation, refs.length])),
    ).toEqual(counts);
  });
});
