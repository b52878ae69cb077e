import { describe, expect, it } from 'vitest';
import { objectsOf, parseText } from '../../documents';
import { differences } from '../../documents/differences';
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

  it.each([
    [
      '{"AutoScalingGroupName":"boxes","MinSize":1,"MaxSize":4}',
      undefined,
      'aws autoscaling create-auto-scaling-group --cli-input-json file://f.json',
    ],
    [
      '{"AutoScalingGroupName":"boxes","MinSize":1,"MaxSize":9,"CapacityRebalance":true}',
      { AutoScalingGroupName: 'boxes', MinSize: 1, MaxSize: 4, CapacityRebalance: false },
      'aws autoscaling update-auto-scaling-group --auto-scaling-group-name boxes --max-size 9 --capacity-rebalance',
    ],
    [
      '{"AutoScalingGroupName":"boxes","PolicyName":"p","PolicyType":"StepScaling"}',
      undefined,
      'aws autoscaling put-scaling-policy --cli-input-json file://f.json',
    ],
    [
      '{"LaunchTemplateName":"boxes","LaunchTemplateData":{"InstanceType":"m5.xlarge"}}',
      { LaunchTemplateName: 'boxes', LaunchTemplateData: { InstanceType: 'm5.large' } },
      'aws ec2 create-launch-template-version --cli-input-json file://f.json',
    ],
    [
      '{"QueueName":"jobs","Attributes":{"VisibilityTimeout":"60","DelaySeconds":"0"}}',
      {
        QueueName: 'jobs',
        QueueUrl: 'https://sqs/jobs',
        Attributes: { VisibilityTimeout: 30, DelaySeconds: 0 },
      },
      `aws sqs set-queue-attributes --queue-url https://sqs/jobs --attributes '{"VisibilityTimeout":"60"}'`,
    ],
  ])('%s', (text, live, line) => {
    expect(commandLines('f.json', planned('f.json', text, live))).toEqual([line]);
  });

  it('gives kubectl the file once', () => {
    const text = 'kind: A\napiVersion: v1\n---\nkind: B\napiVersion: v1\n';
    expect(commandLines('all.yaml', planned('all.yaml', text))).toEqual([
      'kubectl apply -f all.yaml',
    ]);
  });
});
