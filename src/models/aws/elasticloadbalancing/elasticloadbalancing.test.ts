import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { timings } from '../timings';
import { TestWorld } from '../fixtures/testWorld';
import { flowAt } from './flow';
import type { TargetHealth } from './types';

const elb = 'elasticloadbalancing';
const { registerMs, provisionMs } = timings.elasticloadbalancing;
const IP = '10.2.0.4';

let world: TestWorld;
let arn: string;

const createGroup = (more: object = {}) => {
  const output = world.ask(elb, 'CreateTargetGroup', {
    Name: 'web',
    Protocol: 'HTTP',
    Port: 80,
    TargetType: 'ip',
    HealthCheckIntervalSeconds: 10,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    'deregistration_delay.timeout_seconds': 30,
    ...more,
  }) as { TargetGroups: { TargetGroupArn: string }[] };
  arn = output.TargetGroups[0]?.TargetGroupArn ?? '';
};
const createFront = () => {
  world.ask(elb, 'CreateLoadBalancer', { Name: 'front' });
  world.ask(elb, 'CreateListener', { LoadBalancerName: 'front', Port: 80, TargetGroupName: 'web' });
};
const register = (ip = IP, Port = 80) =>
  world.ask(elb, 'RegisterTargets', { TargetGroupArn: arn, Targets: [{ Id: ip, Port }] });
const deregister = (Id = IP) =>
  world.ask(elb, 'DeregisterTargets', { TargetGroupArn: arn, Targets: [{ Id, Port: 80 }] });
const target = (ip = IP) =>
  world.read.get('elasticloadbalancing/TargetHealth', `${arn}|${ip}:80`) as TargetHealth;
const health = (ip = IP) => {
  const { State, Reason } = target(ip).TargetHealth;
  return Reason === undefined ? State : `${State} ${Reason}`;
};
/** When the target was first checked. */
const firstCheckMs = () => target().checkedFromMs as number;
const flow = () => {
  const record = world.read.get('elasticloadbalancing/Flow', 'front');
  return record && flowAt(record, world.simulation.nowMs);
};

beforeEach(() => {
  world = new TestWorld();
  createGroup();
  createFront();
  world.to(1_000);
});

describe('a target', () => {
  it('registers, is checked, and is healthy with the first check that passes', () => {
    world.listener(IP, 80, 'accepting');
    register();
    expect(health()).toBe('initial Elb.RegistrationInProgress');
    world.after(registerMs.application.to);
    expect(health()).toBe('healthy');
    expect(world.facts('targetHealthChanged').at(-1)).toMatchObject({
      data: { from: 'initial', to: 'healthy', reason: null, checks: 1 },
    });
  });

  it('is healthy with the first check that passes when the process answers only later', () => {
    register();
    world.after(registerMs.application.to);
    const first = firstCheckMs();
    world.to(first + 14_000).listener(IP, 80, 'silent');
    world.to(first + 15_000).listener(IP, 80, 'accepting');
    world.to(first + 20_000 - 1);
    expect(health()).toBe('initial Elb.InitialHealthChecking');
    world.to(first + 20_000);
    expect(health()).toBe('healthy');
  });

  it.each([
    ['refuses', null, 'Target.FailedHealthChecks'],
    ['is silent', 'silent', 'Target.FailedHealthChecks'],
    ['answers 5xx', 'failing', 'Target.ResponseCodeMismatch'],
  ] as const)('that %s is unhealthy after three checks', (_, answers, reason) => {
    world.listener(IP, 80, 'accepting');
    register();
    world.after(60_000);
    expect(health()).toBe('healthy');
    const first = firstCheckMs();
    // 3 s after a check: the next one comes 7 s later, and two more follow.
    const lastCheck = first + 10_000 * Math.ceil((world.simulation.nowMs - first) / 10_000);
    world.to(lastCheck + 3_000).listener(IP, 80, answers);
    world.to(lastCheck + 30_000 - 1);
    expect(health()).toBe('healthy');
    world.after(1);
    expect(health()).toBe(`unhealthy ${reason}`);
    world.listener(IP, 80, 'accepting');
    world.after(20_000 - 1);
    expect(target().TargetHealth.State).toBe('unhealthy');
    world.after(1);
    expect(health()).toBe('healthy');
  });

  it('is forgiven failures that do not come in a row, at no cost', () => {
    world.listener(IP, 80, 'accepting');
    register();
    world.after(60_000);
    const steps = world.simulation.work.steps;
    for (let i = 0; i < 5; i++) {
      world.listener(IP, 80, 'failing');
      world.after(15_000).listener(IP, 80, 'accepting');
      world.after(15_000);
    }
    expect(health()).toBe('healthy');
    world.after(3_600_000);
    // One a minute gathers all metrics.
    expect(world.simulation.work.steps - steps - 60).toBeLessThan(60);
  });

  it('drains for the delay and is forgotten; registered again it starts over', () => {
    world.listener(IP, 80, 'accepting');
    register();
    world.after(60_000);
    deregister();
    expect(health()).toBe('draining Target.DeregistrationInProgress');
    world.after(29_999);
    expect(health()).toBe('draining Target.DeregistrationInProgress');
    register();
    expect(health()).toBe('initial Elb.RegistrationInProgress');
    deregister();
    world.after(30_000);
    expect(target()).toBeUndefined();
    expect(world.facts('targetDeregistered')).toHaveLength(1);
    expect(
      world.query(elb, 'DescribeTargetHealth', { TargetGroupArn: arn, Targets: [{ Id: IP }] }),
    ).toMatchObject({
      TargetHealthDescriptions: [{ TargetHealth: { Reason: 'Target.NotRegistered' } }],
    });
  });

  it('is unused while no active load balancer forwards to its group', () => {
    createGroup({ Name: 'other' });
    world.listener(IP, 80, 'accepting');
    register();
    expect(health()).toBe('unused Target.NotInUse');
    world.ask(elb, 'CreateLoadBalancer', { Name: 'late' });
    world.ask(elb, 'CreateListener', {
      LoadBalancerName: 'late',
      Port: 80,
      TargetGroupName: 'other',
    });
    expect(health()).toBe('unused Target.NotInUse');
    world.after(provisionMs.to);
    expect(world.facts('loadBalancerActive').at(-1)?.about.key).toBe('late');
    world.after(60_000);
    expect(health()).toBe('healthy');
    world.ask(elb, 'DeleteLoadBalancer', { LoadBalancerName: 'late' });
    expect(health()).toBe('unused Target.NotInUse');
    deregister();
    expect(target()).toBeUndefined();
  });

  it('is checked by new settings at once', () => {
    world.listener(IP, 80, 'silent');
    register();
    world.after(registerMs.application.to);
    world.ask(elb, 'ModifyTargetGroup', { TargetGroupArn: arn, UnhealthyThresholdCount: 4 });
    world.to(firstCheckMs() + 30_000 - 1);
    expect(target().TargetHealth.State).toBe('initial');
    world.after(10_001);
    expect(target().TargetHealth.State).toBe('unhealthy');
    world.ask(elb, 'ModifyTargetGroupAttributes', {
      TargetGroupArn: arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }],
    });
    world.after(60_000);
    deregister();
    world.after(5_000);
    expect(target()).toBeUndefined();
  });

  it('needs no more than an open port under a TCP check', () => {
    createGroup({ Name: 'tcp', Protocol: 'TCP' });
    world.ask(elb, 'CreateLoadBalancer', { Name: 'net', Type: 'network' });
    world.ask(elb, 'CreateListener', { LoadBalancerName: 'net', Port: 80, TargetGroupName: 'tcp' });
    world.after(provisionMs.to).listener(IP, 80, 'failing');
    register();
    world.after(registerMs.network.to + 10_000);
    expect(health()).toBe('healthy');
  });
});

describe('a target on an instance', () => {
  it('times out when the instance cannot be reached, and comes back with it', () => {
    world = new TestWorld(1, { zones: ['z'], instances: [{ count: 1, instanceType: 't3.small' }] });
    createGroup({ TargetType: 'instance', HealthCheckTimeoutSeconds: 5 });
    createFront();
    const instance = world.read.list('ec2/Instance')[0];
    const [id, ip] = [instance?.InstanceId ?? '', instance?.PrivateIpAddress ?? ''];
    world.listener(ip, 32_768, 'accepting', id);
    world.ask(elb, 'RegisterTargets', { TargetGroupArn: arn, Targets: [{ Id: id, Port: 32_768 }] });
    world.to(60_000);
    const now = () => world.read.get('elasticloadbalancing/TargetHealth', `${arn}|${id}:32768`);
    expect(now()?.TargetHealth.State).toBe('healthy');
    const first = now()?.checkedFromMs ?? 0;
    world.to(first + 70_000 + 1).ask('quayside', 'disconnectInstance', { instanceId: id });
    world.after(0);
    expect(now()?.answers).toBe('unreachable');
    world.to(first + 100_000 + 5_000 - 1);
    expect(now()?.TargetHealth.State).toBe('healthy');
    world.after(1);
    expect(now()?.TargetHealth).toMatchObject({ State: 'unhealthy', Reason: 'Target.Timeout' });
    world.ask('quayside', 'reconnectInstance', { instanceId: id });
    world.after(20_000);
    expect(now()?.TargetHealth.State).toBe('healthy');
  });
});

describe('traffic', () => {
  const offer = (requestsPerSecond: number) =>
    world.ask('quayside', 'setTraffic', { loadBalancer: 'front', requestsPerSecond });
  const ips = ['10.2.0.4', '10.2.0.5', '10.2.0.6'];
  const threeHealthy = () => {
    for (const ip of ips) {
      world.listener(ip, 80, 'accepting');
      register(ip);
    }
    world.after(60_000);
  };

  it('is lost while there is no target, served by healthy ones, exactly counted', () => {
    offer(30);
    world.after(10_000);
    expect(flow()).toMatchObject({ lostMilli: 300_000, servedMilli: 0, latencyMs: 0 });
    threeHealthy();
    const before = flow();
    world.after(10_000);
    expect((flow()?.servedMilli ?? 0) - (before?.servedMilli ?? 0)).toBe(300_000);
    expect(flow()).toMatchObject({ servedRate: 30_000, lostRate: 0, latencyMs: 22 });
  });

  it('goes on to a dead target until the checks have noticed', () => {
    threeHealthy();
    offer(30);
    world.listener(ips[0] as string, 80, null);
    expect(flow()).toMatchObject({ servedRate: 30_000 });
    world.after(0);
    expect(flow()).toMatchObject({ servedRate: 20_000, lostRate: 10_000 });
    expect(world.facts('flowChanged').at(-1)).toMatchObject({
      data: { eligible: 3, accepting: 2, failsOpen: false },
    });
    world.after(60_000);
    expect(health(ips[0])).toMatch(/^unhealthy/);
    expect(flow()).toMatchObject({ servedRate: 30_000, lostRate: 0 });
    deregister(ips[1]);
    world.after(0);
    expect(flow()).toMatchObject({ servedRate: 30_000 });
  });

  it('fails open when every target is unhealthy', () => {
    threeHealthy();
    offer(30);
    for (const ip of ips) world.listener(ip, 80, 'failing');
    world.after(60_000);
    expect(health()).toMatch(/^unhealthy/);
    expect(flow()).toMatchObject({ servedRate: 0, lostRate: 30_000 });
    world.listener(IP, 80, 'accepting');
    world.after(0);
    expect(flow()).toMatchObject({ servedRate: 10_000, lostRate: 20_000 });
  });

  it('waits for a load balancer that is not there yet', () => {
    const late = () => world.read.get('elasticloadbalancing/Flow', 'late');
    world.ask('quayside', 'setTraffic', { loadBalancer: 'late', requestsPerSecond: 5 });
    world.after(10_000);
    expect(late()).toMatchObject({ wantedRate: 5_000, offeredRate: 0 });
    world.ask(elb, 'CreateLoadBalancer', { Name: 'late' });
    world.after(provisionMs.to);
    expect(late()).toMatchObject({ offeredRate: 5_000, lostRate: 5_000 });
  });

  it('refuses what is no rate', () => {
    for (const requestsPerSecond of [-1, '5', NaN, 1e9])
      expect(
        world.refusal('quayside', 'setTraffic', { loadBalancer: 'x', requestsPerSecond }),
      ).toMatch(/^InvalidParameterValue/);
  });

  it('conserves requests, whatever happens to the targets', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 20_000 }),
      what: fc.oneof(
        fc.record({ offer: fc.integer({ min: 0, max: 100_000 }) }),
        fc.record({
          ip: fc.constantFrom(...ips),
          answers: fc.constantFrom('accepting', 'failing', 'silent', null),
        }),
        fc.record({ register: fc.constantFrom(...ips) }),
        fc.record({ deregister: fc.constantFrom(...ips) }),
      ),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        world = new TestWorld();
        createGroup();
        createFront();
        let offered = 0;
        let rate = 0;
        const pass = (ms: number) => {
          offered += rate * ms;
          world.after(ms);
        };
        for (const { afterMs, what } of steps) {
          pass(afterMs);
          if ('offer' in what) {
            rate = what.offer;
            offer(rate / 1000);
          } else if ('answers' in what) world.listener(what.ip, 80, what.answers);
          else if ('register' in what) register(what.register);
          else deregister(what.deregister);
        }
        pass(100_000);
        const counted = flow();
        if (!counted) return;
        const { servedMilli, lostMilli, servedRemainder, lostRemainder } = counted;
        expect((servedMilli + lostMilli) * 1000 + servedRemainder + lostRemainder).toBe(offered);
        expect(world.simulation.brokenInvariants()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('requests', () => {
  it('creates the same thing twice without a change, and refuses a different one of that name', () => {
    const before = world.simulation.facts.count;
    createGroup();
    world.ask(elb, 'CreateLoadBalancer', { Name: 'front' });
    expect(world.simulation.facts.since(before).map((f) => f.type)).toEqual([
      'requested',
      'requested',
    ]);
    expect(world.refusal(elb, 'CreateLoadBalancer', { Name: 'front', Type: 'network' })).toBe(
      "DuplicateLoadBalancerName: A load balancer with the same name 'front' exists, but with different settings",
    );
    expect(() => {
      createGroup({ HealthyThresholdCount: 7 });
    }).toThrow(/^DuplicateTargetGroupName/);
  });

  it.each([
    ['CreateLoadBalancer', { Name: 'a_b' }, /alphanumeric characters and hyphens/],
    ['CreateLoadBalancer', { Name: 'x'.repeat(33) }, /cannot be longer than '32' characters/],
    ['CreateTargetGroup', { Name: 'a', Protocol: 'GENEVE', Port: 80 }, /^ValidationError/],
    [
      'CreateTargetGroup',
      { Name: 'a', Protocol: 'HTTP', Port: 80, HealthyThresholdCount: 1 },
      /between 2 and 10/,
    ],
    [
      'CreateListener',
      { LoadBalancerName: 'front', Port: 80, TargetGroupName: 'web' },
      /^DuplicateListener/,
    ],
    [
      'CreateListener',
      { LoadBalancerName: 'none', Port: 80, TargetGroupName: 'web' },
      /^LoadBalancerNotFound/,
    ],
    [
      'RegisterTargets',
      { TargetGroupArn: 'arn:x', Targets: [] },
      /^TargetGroupNotFound: One or more target groups not found/,
    ],
    ['RegisterTargets', { TargetGroupName: 'web', Targets: [{ Id: '8.8.8.8' }] }, /^InvalidTarget/],
    ['DeleteTargetGroup', { TargetGroupName: 'web' }, /^ResourceInUse/],
    [
      'ModifyTargetGroupAttributes',
      { TargetGroupName: 'web', Attributes: [{ Key: 'x', Value: '1' }] },
      /key 'x' is not recognized/,
    ],
  ])('%s refuses %j', (action, input, message) => {
    expect(world.refusal(elb, action, input)).toMatch(message);
  });

  it('describes everything in wire fields', () => {
    world.listener(IP, 80, 'accepting');
    register();
    world.after(60_000);
    expect(world.query(elb, 'DescribeLoadBalancers')).toMatchObject({
      LoadBalancers: [{ State: { Code: 'active' }, CreatedTime: '2026-01-05T00:00:00.000Z' }],
    });
    expect(world.query(elb, 'DescribeTargetHealth', { TargetGroupName: 'web' })).toEqual({
      TargetHealthDescriptions: [
        {
          Target: { Id: IP, Port: 80, AvailabilityZone: 'us-east-1a' },
          HealthCheckPort: '80',
          TargetHealth: { State: 'healthy' },
        },
      ],
    });
    expect(world.query(elb, 'DescribeTargetGroups', { Names: ['web'] })).toMatchObject({
      TargetGroups: [{ LoadBalancerArns: [expect.stringMatching(/loadbalancer\/app\/front\//)] }],
    });
    expect(world.query(elb, 'DescribeTargetGroupAttributes', { TargetGroupArn: arn })).toEqual({
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    });
  });
});

describe('growth', () => {
  it('costs as much per target with a thousand targets as with a hundred', () => {
    const workOf = (count: number) => {
      world = new TestWorld();
      createGroup();
      createFront();
      world.ask('quayside', 'setTraffic', { loadBalancer: 'front', requestsPerSecond: 1000 });
      for (let i = 0; i < count; i++) {
        const ip = `10.2.${i >> 8}.${i & 255}`;
        world.listener(ip, 80, 'accepting');
        register(ip);
      }
      world.after(120_000);
      expect(flow()).toMatchObject({ servedRate: 1_000_000 });
      return world.simulation.work;
    };
    const [small, large] = [{ ...workOf(100) }, { ...workOf(1000) }];
    for (const measure of ['recordsVisited', 'syncs', 'steps', 'facts'] as const)
      expect(large[measure] / small[measure]).toBeLessThan(12);
  });
});
