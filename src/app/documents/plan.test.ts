import { describe, expect, it } from 'vitest';
import { objectsOf, parseText } from '../../documents';
import { differences } from './differences';
import { commandLines, stepOf } from './plan';

const planned = (name: string, text: string, live?: unknown) =>
  objectsOf(parseText(name, text)).map((object) => ({
    object,
    live,
    differences: live === undefined ? [] : differences(object.value, live),
  }));

describe('a plan', () => {
  it.each([
    ['t.json', '{"family":"web","containerDefinitions":[]}', 'registerTaskDefinition', 'web'],
    ['s.json', '{"serviceName":"web","taskDefinition":"web"}', 'createService', 'web'],
    ['c.json', '{"clusterName":"harbour"}', 'createCluster', 'harbour'],
    ['d.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}', 'apply', 'web'],
  ])('%s', (file, text, action, name) => {
    expect(planned(file, text).map(stepOf)).toMatchObject([{ action, name }]);
  });

  it('says only what changes of a service', () => {
    const text =
      '{"cluster":"harbour","serviceName":"web","desiredCount":8,"deploymentConfiguration":{"maximumPercent":150}}';
    const live = {
      status: 'ACTIVE',
      serviceName: 'web',
      clusterArn: 'arn:aws:ecs:r:1:cluster/harbour',
      desiredCount: 6,
      deploymentConfiguration: { maximumPercent: 200 },
    };
    expect(commandLines('service.json', planned('service.json', text, live))).toEqual([
      `aws ecs update-service --cluster harbour --service web --desired-count 8 --deployment-configuration '{"maximumPercent":150}'`,
    ]);
  });

  it('gives kubectl the file once', () => {
    const text = 'kind: A\napiVersion: v1\n---\nkind: B\napiVersion: v1\n';
    expect(commandLines('all.yaml', planned('all.yaml', text))).toEqual([
      'kubectl apply -f all.yaml',
    ]);
  });
});
