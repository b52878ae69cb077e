/** What an example asked for is found again once it is applied, and is as it asks: nothing is "not live" for the page alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { objectsOf, parseText, type DocumentDescription } from '../../documents';
import { differences } from '../../documents/differences';
import scenario from '../../../lessons/scenarios/first-visit/scenario.yaml?scenario';
import { World } from '../../host/world';
import { recordKey, RESOURCES } from '../../models/kubernetes/validation/resources';
import { RecordMaps } from '../recordMaps';
import { liveClusterConfig } from './eksctl';
import { examples } from './examples';
import { liveRecord } from './liveRecord';
import { isEksctl, isRun } from './plan';

const read = (file: string) =>
  objectsOf(
    parseText(
      file,
      readFileSync(new URL(`../../../lessons/examples/${file}`, import.meta.url), 'utf8'),
    ),
  );

describe('after Apply', () => {
  it.each(examples)('$file is live', ({ file, after = [] }) => {
    const world = new World(scenario, scenario.seed);
    world.advance(scenario.opensAtMs);
    for (const { value } of [...after, file].flatMap(read))
      world.submit('learner', {
        api: 'quayside',
        action: 'applyDocument',
        input: { document: value },
      });
    const records = new RecordMaps();
    for (const change of world.changesSince({ version: -1, epoch: -1, facts: 0 }).records)
      records.fold(change);
    for (const object of read(file)) {
      if (isRun({ object, live: undefined, differences: [] })) continue;
      const live = isEksctl({ object })
        ? liveClusterConfig(object.value, records)
        : liveRecord(object.description, object.value, records);
      expect(live).toBeDefined();
      expect(differences(object.value, live)).toEqual([]);
    }
  });
});

/** Looked up by its own words alone, as the page does it for whatever is brought in. */
it.each(RESOURCES.map((resource) => [resource.kind, resource] as const))(
  'a %s is looked for where the API keeps it',
  (kind, resource) => {
    const { group, version } = resource;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const asked: string[] = [];
    const records = {
      get: (of: string, key: string) => void asked.push(`${of} ${key}`),
      all: () => new Map(),
    };
    const description = {
      api: 'kubernetes',
      apiVersion,
      kind,
      name: 'x',
      namespace: null,
    } as const;
    liveRecord(description, {}, records as never);
    const kept = `${resource.recordKind} ${recordKey(resource, 'default', 'x')}`;
    expect(asked).toContain(kept);
  },
);

describe('a service that names a family', () => {
  const service = {
    serviceName: 'web',
    taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
  };
  const records = (...revisions: number[]) => ({
    get: () => service as never,
    all: () =>
      new Map(
        revisions.map((revision) => [
          `web:${revision}`,
          { family: 'web', status: 'ACTIVE', revision } as never,
        ]),
      ),
  });
  const description = { api: 'ecs', kind: 'service', name: 'web' } as DocumentDescription;
  const differ = (taskDefinition: string, ...revisions: number[]) =>
    differences(
      { taskDefinition },
      liveRecord(description, { taskDefinition }, records(...revisions)),
    ).map(({ was }) => was);

  it('asks for the newest revision, and can be applied again once there is one', () => {
    expect(differ('web', 1)).toEqual([]);
    expect(differ('web', 1, 2)).toEqual(['web:1']);
    expect(differ('web:1', 1, 2)).toEqual([]);
    expect(differ('web:2', 1, 2)).not.toEqual([]);
  });
});
