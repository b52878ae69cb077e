/** What goals read of scaling, machines, queues and bills, from records as the platforms keep them. */
import { describe, expect, it } from 'vitest';
import type { Kind, Read } from '../../../engine/model';
import { isPlural, nounOf } from '.';
import { counterOf } from '../reading';

type Records = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A world that holds these records; `by` looks at the group that auto scaling instances name. */
const reading = (records: Records, nowMs = 0): Read => {
  const of = (kind: Kind) => records[kind] ?? {};
  return {
    nowMs,
    keys: (kind: Kind) => Object.keys(of(kind)),
    list: (kind: Kind) => Object.values(of(kind)),
    get: (kind: Kind, key: string) => of(kind)[key],
    by: (kind: Kind, _index: string, value: string) =>
      Object.values(of(kind)).filter(
        (each) => (each as { AutoScalingGroupName: string }).AutoScalingGroupName === value,
      ),
  } as unknown as Read;
};

function told(noun: string, name: string, records: Records, nowMs = 0) {
  const of = nounOf(noun);
  const { kind, fields } = of;
  const read = reading(records, nowMs);
  const found = of.key(name, read) ?? '';
  const record = read.get(kind, found);
  return Object.fromEntries(
    Object.entries(fields).map(([field, own]) => [
      field,
      own(record as never, { key: found, read }),
    ]),
  );
}

const RESOURCE = 'service/harbour/web';

describe('the nouns of scaling', () => {
  it('are sets in the plural', () => {
    for (const one of ['applicationautoscaling/scalableTarget', 'autoscaling/group', 'sqs/queue']) {
      expect(isPlural(one)).toBe(false);
      expect(isPlural(`${one}s`)).toBe(true);
      expect(nounOf(`${one}s`).kind).toBe(nounOf(one).kind);
    }
  });

  it('find a policy by its own name, and say what it follows', () => {
    const policy = {
      PolicyName: 'requests',
      ResourceId: RESOURCE,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 900,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
      },
    };
    const records = {
      'applicationautoscaling/ScalingPolicy': {
        [`${RESOURCE}|cpu-requests`]: {},
        [`${RESOURCE}|requests`]: policy,
      },
    };
    expect(told('applicationautoscaling/scalingPolicy', 'requests', records)).toEqual({
      name: 'requests',
      service: 'web',
      type: 'TargetTrackingScaling',
      metric: 'ALBRequestCountPerTarget',
      target: 900,
    });
  });

  it('name the service of a target, and what an activity changed', () => {
    const target = { ResourceId: RESOURCE, MinCapacity: 4 };
    const activity = { ResourceId: RESOURCE, from: 14, to: 10 };
    expect(
      told('applicationautoscaling/scalableTarget', 'web', {
        'applicationautoscaling/ScalableTarget': { [RESOURCE]: target },
      }),
    ).toEqual({ service: 'web' });
    expect(
      told('applicationautoscaling/scalingActivity', 'a', {
        'applicationautoscaling/ScalingActivity': { a: activity },
      }),
    ).toEqual({ service: 'web', by: -4 });
  });
});

describe('the nouns of machines', () => {
  const records = {
    'autoscaling/AutoScalingGroup': {
      boxes: { AutoScalingGroupName: 'boxes', DesiredCapacity: 3, MinSize: 2, MaxSize: 9 },
    },
    'autoscaling/AutoScalingInstance': {
      a: { InstanceId: 'a', AutoScalingGroupName: 'boxes', LifecycleState: 'InService' },
      b: { InstanceId: 'b', AutoScalingGroupName: 'boxes', LifecycleState: 'Pending' },
      c: { InstanceId: 'c', AutoScalingGroupName: 'nodes', LifecycleState: 'InService' },
    },
    'ec2/Instance': { a: { bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' } } },
    'ecs/CapacityProvider': {
      boxes: {
        name: 'boxes',
        autoScalingGroupName: 'boxes',
        autoScalingGroupProvider: { managedScaling: { targetCapacity: 75 } },
      },
    },
    'ecs/ManagedScaling': {
      'harbour/boxes': { capacityProvider: 'boxes', needed: 3, running: 1, reservation: 300 },
    },
  };

  it('count the instances of a group, and those in service', () => {
    expect(told('autoscaling/group', 'boxes', records)).toMatchObject({
      desired: 3,
      instances: 2,
      inService: 1,
      half: 'ecs',
    });
  });

  it('read what managed scaling has worked out for a capacity provider', () => {
    expect(told('ecs/capacityProvider', 'boxes', records)).toMatchObject({
      targetCapacity: 75,
      needed: 3,
      running: 1,
      reservation: 300,
    });
  });
});

describe('a queue', () => {
  it('has messages that wait and messages in hand', () => {
    const lot = { sentAtMs: 30_000, receives: 0, count: 7 };
    const held = { consumer: 'w', sentAtMs: 10_000, receives: 1, doneAtMs: 2, visibleAtMs: 9 };
    const jobs = {
      QueueName: 'jobs',
      visible: [lot],
      visibleCount: 7,
      held: [held],
      abandoned: [],
      counts: { sent: 9, deleted: 1, receivedAgain: 0 },
    };
    expect(told('sqs/queue', 'jobs', { 'sqs/Queue': { jobs } }, 60_500)).toMatchObject({
      visible: 7,
      inFlight: 1,
      messages: 8,
      oldestSeconds: 50,
      deleted: 1,
    });
  });
});

describe('a bill', () => {
  const bill = { half: 'ecs', sinceMs: 0, nanoUsdPerHour: 192_000_000, nanoUsd: 1_000_000_000 };
  const total = counterOf({
    of: { noun: 'pricing/bill', name: 'ecs', where: [], fresh: null },
    path: { read: 'field', field: ['total'] },
  });

  it('rises by the hour from what it had come to', () => {
    const read = reading({ 'pricing/Cost': { ecs: bill } }, 1_800_000);
    expect(total?.total(bill as never, { key: 'ecs', read })).toBe(1_096_000_000);
    expect(total).toMatchObject({ unit: 'usd', perUnit: 1_000_000_000, everyMs: 60_000 });
    expect(total?.rises(bill as never)).toBe(true);
    expect(total?.rises({ ...bill, nanoUsdPerHour: 0 } as never)).toBe(false);
    expect(told('pricing/bill', 'ecs', { 'pricing/Cost': { ecs: bill } })).toEqual({
      perHour: 0.192,
    });
  });
});
