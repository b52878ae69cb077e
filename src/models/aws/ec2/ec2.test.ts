import { describe, expect, it } from 'vitest';
import { timings } from '../timings';
import { TestWorld } from '../fixtures/testWorld';
import { zoneOfAddress } from './addresses';

const ecs = { as: 'ecs-container-instance', cluster: 'demo' };
const eks = { as: 'eks-node', cluster: 'demo' };
const run = (count: number, more: object = {}) => ({
  InstanceType: 'm5.large',
  ImageId: 'ami-0123456789abcdef0',
  MinCount: count,
  MaxCount: count,
  ...more,
});
const zones = { zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] };
const ground = (...instances: object[]) => new TestWorld(1, { ...zones, instances });
const instances = (world: TestWorld) => world.read.list('ec2/Instance');
const only = (world: TestWorld) => instances(world)[0] as ReturnType<typeof instances>[number];
const ids = (world: TestWorld) => ({ InstanceIds: instances(world).map((i) => i.InstanceId) });
const { ec2: t } = timings;

describe('createGround', () => {
  it('stands there booted, spread over its zones in turn', () => {
    const world = ground({ count: 5, instanceType: 'm5.large', bootstrap: ecs });
    expect(
      instances(world)
        .map((i) => i.Placement.AvailabilityZone.at(-1))
        .join(''),
    ).toBe('abcab');
    for (const instance of instances(world))
      expect(instance).toMatchObject({ State: { Code: 16, Name: 'running' }, bootedAtMs: 0 });
    world.to(3_600_000);
    expect(world.facts('instanceStateChanged', 'instanceBooted')).toEqual([]);
  });

  it('gives every instance its own address, in the subnet of its zone', () => {
    const world = ground(
      { count: 700, instanceType: 'm5.large', bootstrap: ecs },
      { count: 700, instanceType: 'm5.large', bootstrap: eks },
      { count: 1, instanceType: 't3.small' },
    );
    const all = instances(world);
    expect(new Set(all.map((i) => i.PrivateIpAddress)).size).toBe(1_401);
    for (const instance of all)
      expect(zoneOfAddress(world.read, instance.PrivateIpAddress)).toBe(
        instance.Placement.AvailabilityZone,
      );
    expect(all[0]).toMatchObject({
      PrivateIpAddress: '10.0.0.4',
      PrivateDnsName: 'ip-10-0-0-4.ec2.internal',
    });
  });

  it('leaves the nodes of one platform as they are when the other is left out', () => {
    const nodesOf = (...groups: object[]) =>
      instances(ground(...groups)).filter((i) => i.bootstrap?.as === 'eks-node');
    const node = { count: 3, instanceType: 'm5.large', bootstrap: eks };
    const box = { count: 3, instanceType: 'm5.large', bootstrap: ecs };
    expect(nodesOf(box, node)).toEqual(nodesOf(node));
  });

  it('refuses unknown types and zones, and a second ground', () => {
    const world = ground();
    expect(world.refusal('quayside', 'createGround', zones)).toMatch(/has its ground already/);
    const bad = (group: object) => () => new TestWorld(1, { ...zones, instances: [group] });
    expect(bad({ instanceType: 'x9.huge' })).toThrow("Invalid value 'x9.huge' for InstanceType.");
    expect(bad({ instanceType: 't3.small', zones: ['mars-1a'] })).toThrow('[mars-1a]');
    expect(bad({ instanceType: 't3.small', bootstrap: { as: 'boat' } })).toThrow("'boat'");
  });
});

describe('RunInstances', () => {
  it('takes its time to launch and to boot', () => {
    const world = ground();
    world.ask('ec2', 'RunInstances', run(1));
    expect(only(world)).toMatchObject({ State: { Name: 'pending' }, bootedAtMs: null });
    world.to(t.launchMs.from - 1);
    expect(only(world).State.Name).toBe('pending');
    world.to(t.launchMs.to);
    expect(only(world)).toMatchObject({ State: { Name: 'running' }, bootedAtMs: null });
    world.to(t.launchMs.to + t.bootMs.to);
    const { bootedAtMs } = only(world);
    expect(bootedAtMs).toBeGreaterThanOrEqual(t.launchMs.from + t.bootMs.from);
    expect(
      world.facts('instanceLaunched', 'instanceStateChanged', 'instanceBooted').map((f) => f.type),
    ).toEqual(['instanceLaunched', 'instanceStateChanged', 'instanceBooted']);
  });

  it('puts one call into one zone, the emptiest unless told', () => {
    const world = ground({ count: 1, instanceType: 't3.small', zones: ['us-east-1a'] });
    world.ask('ec2', 'RunInstances', run(2));
    world.ask('ec2', 'RunInstances', run(1, { Placement: { AvailabilityZone: 'us-east-1a' } }));
    expect(
      instances(world)
        .map((i) => i.Placement.AvailabilityZone.at(-1))
        .join(''),
    ).toBe('abba');
  });

  it('reads what the user data makes of it', () => {
    const world = ground();
    const script = '#!/bin/bash\necho ECS_CLUSTER=prod >> /etc/ecs/ecs.config\n';
    world.ask('ec2', 'RunInstances', run(1, { UserData: Buffer.from(script).toString('base64') }));
    world.ask(
      'ec2',
      'RunInstances',
      run(1, {
        UserData:
          "/etc/eks/bootstrap.sh dev --kubelet-extra-args '--node-labels=tier=web,gpu=no --register-with-taints=a=b:NoSchedule'",
      }),
    );
    world.ask(
      'ec2',
      'RunInstances',
      run(1, {
        UserData:
          'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  cluster:\n    name: dev\n    cidr: x\n',
      }),
    );
    expect(instances(world).map((i) => i.bootstrap)).toEqual([
      { as: 'ecs-container-instance', cluster: 'prod' },
      {
        as: 'eks-node',
        cluster: 'dev',
        labels: { tier: 'web', gpu: 'no' },
        taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
      },
      { as: 'eks-node', cluster: 'dev' },
    ]);
  });

  it.each([
    [
      { InstanceType: 'm5.tiny' },
      "InvalidParameterValue: Invalid value 'm5.tiny' for InstanceType.",
    ],
    [{ ImageId: 'ami-1' }, 'InvalidAMIID.Malformed: Invalid id: "ami-1" (expecting "ami-...")'],
    [{ ImageId: undefined }, 'MissingParameter: The request must contain the parameter ImageId'],
    [{ MinCount: undefined }, 'MissingParameter: The request must contain the parameter MinCount'],
    [{ MinCount: 3 }, "InvalidParameterValue: Invalid value '3' for MinCount."],
    [
      { Placement: { AvailabilityZone: 'us-east-1z' } },
      'InvalidParameterValue: Invalid availability zone: [us-east-1z]',
    ],
  ])('refuses %j', (more, message) => {
    const world = ground();
    expect(world.refusal('ec2', 'RunInstances', run(1, more))).toBe(message);
    expect(instances(world)).toEqual([]);
  });
});

describe('the states of an instance', () => {
  const one = () => ground({ count: 1, instanceType: 'm5.large', bootstrap: ecs }).to(60_000);

  it('stops, starts and boots anew', () => {
    const world = one();
    expect(world.ask('ec2', 'StopInstances', ids(world))).toMatchObject({
      StoppingInstances: [
        { CurrentState: { Name: 'stopping' }, PreviousState: { Name: 'running' } },
      ],
    });
    expect(only(world)).toMatchObject({
      State: { Code: 64 },
      StateTransitionReason: 'User initiated (2026-01-05 00:01:00 GMT)',
      bootedAtMs: 0,
      powered: true,
    });
    world.after(t.stopMs.to);
    expect(only(world)).toMatchObject({ State: { Code: 80 }, bootedAtMs: null, powered: false });
    expect(only(world).StateTransitionReason).toBe('User initiated (2026-01-05 00:01:00 GMT)');
    world.ask('ec2', 'StartInstances', ids(world));
    expect(only(world)).toMatchObject({
      State: { Name: 'pending' },
      LaunchTime: 60_000 + t.stopMs.to,
    });
    world.after(t.launchMs.to + t.bootMs.to);
    expect(only(world)).toMatchObject({ State: { Name: 'running' }, powered: true });
    expect(only(world).bootedAtMs).toBeGreaterThan(0);
  });

  it('ends, stays to be seen for an hour, and is forgotten', () => {
    const world = one();
    world.ask('ec2', 'TerminateInstances', ids(world));
    expect(only(world).State).toEqual({ Code: 32, Name: 'shutting-down' });
    world.after(t.shutDownMs.to);
    expect(only(world)).toMatchObject({ State: { Code: 48 }, powered: false, bootedAtMs: null });
    world.ask('ec2', 'TerminateInstances', ids(world));
    expect(world.query('ec2', 'DescribeInstances')).toMatchObject({
      Reservations: [{ Instances: [{ PrivateDnsName: '', State: { Name: 'terminated' } }] }],
    });
    world.after(t.terminatedVisibleMs);
    expect(instances(world)).toEqual([]);
  });

  it('reboots in place', () => {
    const world = one();
    world.ask('ec2', 'RebootInstances', ids(world));
    expect(only(world)).toMatchObject({
      State: { Name: 'running' },
      bootedAtMs: null,
      powered: true,
    });
    world.after(t.bootMs.to);
    expect(only(world).bootedAtMs).toBeGreaterThan(60_000);
  });

  it('refuses what a state does not allow, in the API’s words', () => {
    const world = one();
    const id = only(world).InstanceId;
    world.ask('ec2', 'StopInstances', ids(world));
    expect(world.refusal('ec2', 'StartInstances', ids(world))).toBe(
      `IncorrectInstanceState: The instance '${id}' is not in a state from which it can be started.`,
    );
    world.ask('ec2', 'TerminateInstances', ids(world));
    expect(world.refusal('ec2', 'StopInstances', ids(world))).toBe(
      `IncorrectInstanceState: This instance '${id}' is not in a state from which it can be stopped.`,
    );
    expect(world.refusal('ec2', 'StopInstances', { InstanceIds: ['box'] })).toBe(
      'InvalidInstanceID.Malformed: Invalid id: "box"',
    );
    expect(world.refusal('ec2', 'StopInstances', { InstanceIds: ['i-0123456789abcdef0'] })).toBe(
      "InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist",
    );
    expect(world.refusal('ec2', 'StopInstances', {})).toMatch(/^MissingParameter/);
  });
});

describe('faults', () => {
  const three = () => ground({ count: 3, instanceType: 'm5.large', bootstrap: ecs }).to(10_000);

  it('loses a zone silently: EC2 calls its instances running, and they boot when power is back', () => {
    const world = three();
    world.ask('quayside', 'loseZone', { zone: 'us-east-1b' });
    const [a, b] = instances(world);
    expect(a).toMatchObject({ powered: true, reachable: true, bootedAtMs: 0 });
    expect(b).toMatchObject({
      State: { Name: 'running' },
      powered: false,
      reachable: false,
      bootedAtMs: null,
    });
    expect(
      world.refusal(
        'ec2',
        'RunInstances',
        run(1, { Placement: { AvailabilityZone: 'us-east-1b' } }),
      ),
    ).toMatch(
      /^InsufficientInstanceCapacity: We currently do not have sufficient m5.large capacity in the Availability Zone you requested \(us-east-1b\)/,
    );
    expect(world.refusal('quayside', 'reconnectInstance', { instanceId: b?.InstanceId })).toMatch(
      /lost/,
    );
    world.to(100_000).ask('quayside', 'restoreZone', { zone: 'us-east-1b' });
    expect(instances(world)[1]).toMatchObject({ powered: true, reachable: true, bootedAtMs: null });
    world.after(t.bootMs.to);
    expect(instances(world)[1]?.bootedAtMs).toBeGreaterThan(100_000);
    const [lost] = world.facts('instancePowerLost');
    expect(world.simulation.causes(lost?.serial ?? -1).map((f) => f.type)).toEqual([
      'requested',
      'zoneLost',
      'instancePowerLost',
    ]);
  });

  it('ends a launch whose zone goes dark, and cannot start what stopped there', () => {
    const world = three();
    world.ask('ec2', 'StopInstances', { InstanceIds: [instances(world)[1]?.InstanceId] });
    world.after(t.stopMs.to);
    world.ask('ec2', 'RunInstances', run(1, { Placement: { AvailabilityZone: 'us-east-1b' } }));
    world.ask('quayside', 'loseZone', { zone: 'us-east-1b' });
    expect(instances(world)[3]).toMatchObject({
      State: { Name: 'terminated' },
      StateTransitionReason: 'Server.InternalError',
    });
    expect(
      world.refusal('ec2', 'StartInstances', { InstanceIds: [instances(world)[1]?.InstanceId] }),
    ).toMatch(/^InsufficientInstanceCapacity/);
  });

  it('disconnects one instance, which runs on', () => {
    const world = three();
    const instanceId = only(world).InstanceId;
    world.ask('quayside', 'disconnectInstance', { instanceId });
    expect(only(world)).toMatchObject({ reachable: false, powered: true, bootedAtMs: 0 });
    world.ask('quayside', 'reconnectInstance', { instanceId });
    expect(only(world).reachable).toBe(true);
    expect(world.facts('instanceDisconnected', 'instanceReconnected')).toHaveLength(2);
  });
});

describe('DescribeInstances', () => {
  it('filters, and shows wire fields only', () => {
    const world = ground({ count: 3, instanceType: 'm5.large', bootstrap: ecs });
    const filter = { Filters: [{ Name: 'availability-zone', Values: ['*c', '*b'] }] };
    const { Reservations } = world.query('ec2', 'DescribeInstances', filter) as {
      Reservations: { Instances: Record<string, unknown>[] }[];
    };
    expect(Reservations).toHaveLength(2);
    expect(
      Object.keys(Reservations[0]?.Instances[0] ?? {}).filter((k) => /^[a-z]/.test(k)),
    ).toEqual([]);
    expect(Reservations[0]?.Instances[0]).toMatchObject({
      Architecture: 'x86_64',
      LaunchTime: '2026-01-05T00:00:00.000Z',
    });
  });
});
