/** What the page says of scaling in English: needles, bounds, decisions and their arithmetic, traffic. */
import type { CapacityExplanation, HeldBack } from '../../models/aws/applicationautoscaling/table';
import type { ManagedScalingExplanation } from '../../models/ecs/capacityProviders/types';
import type { ClusterAutoscalerExplanation } from '../../models/eks/clusterAutoscaler/table';
import type { KarpenterExplanation } from '../../models/eks/karpenter/table';
import type { HeldBackBy, ScalingExplanation } from '../../models/kubernetes/autoscaling/table';
import type { Capacity, Platform } from '../../stage/view';
import { groupName } from '../sentences/shortName';
import { num } from './numbers';

type Bounds = Pick<Capacity, 'have' | 'asked' | 'min' | 'max'>;

const held: Readonly<Record<HeldBack, string>> = {
  nothing: '',
  onTarget: 'no alarm asks for a change',
  noData: 'its alarms have no data',
  cooldown: 'a cooldown is still running',
  warmUp: 'instances are still warming up',
  maxCapacity: 'the maximum is reached',
  minCapacity: 'the minimum is reached',
  suspended: 'scaling that way is suspended',
  deployment: 'a deployment is under way, and nothing is scaled in meanwhile',
  otherPolicy: 'another policy wants more, and the larger number wins',
  scaleInDisabled: 'this policy never scales in',
  noPolicy: 'it has bounds and no policy',
};

const heldPods: Readonly<Record<HeldBackBy, string>> = {
  nothing: '',
  tolerance: 'every ratio is within the tolerance',
  sameSize: 'that is the present size',
  stabilization: 'the stabilization window holds it',
  policy: 'a policy lets it go only so far in one period',
  maxReplicas: 'maxReplicas ends it',
  minReplicas: 'minReplicas ends it',
  metric: 'a metric cannot be read, and without it nothing is taken away',
  scale: 'the scale of its target cannot be read',
  selector: 'the target has no usable selector',
  disabled: 'the target is at 0 replicas, so it is switched off',
};

const heldProvider = {
  warmUp: 'the youngest instance is still warming up',
  limit: 'its bounds end it',
  half: 'one step takes at most half of them away',
};

/** Downwards the highest of its window counts, upwards the lowest. */
const windowHolds = (
  { result, downSeconds, upSeconds }: NonNullable<ScalingExplanation['stabilization']>,
  recommended: number,
): string =>
  result >= recommended
    ? `the highest of the last ${downSeconds} s was ${result}`
    : `the lowest of the last ${upSeconds} s was ${result}`;

/** As the stage writes them. */
export const RESOURCES: Readonly<Record<string, string>> = { cpu: 'vCPU', memory: 'GiB' };

export const en = {
  groupOf: { group: 'ASG', nodegroup: 'node group', nodepool: 'NodePool' },
  groups: (n: number) => `${n} groups`,
  capacity: ({ have, asked, min, max }: Bounds, platform: Platform, names: string) =>
    `${names}: ${have} ${platform === 'ecs' ? 'instances' : 'nodes'} in service, ${asked} wanted, ${max === null ? 'as many as its limits allow' : `from ${min} to ${max}`}`,
  /** Of a NodePool without `spec.limits`. */
  noLimit: 'no limit',
  limitOf: (used: string, limit: string, resource: string) =>
    `${used} of ${limit} ${RESOURCES[resource] ?? resource}`,
  limits: (name: string, min: string, max: string) => `${name}: from ${min} to ${max}`,

  scaledBy: 'Scaled by',
  kinds: {
    'autoscaling/AutoScalingGroup': 'Auto Scaling group',
    'eks/Nodegroup': 'node group',
    'eks/ClusterAutoscaler': 'Cluster Autoscaler',
    'applicationautoscaling/ScalableTarget': 'scalable target',
    'applicationautoscaling/ScalingPolicy': 'scaling policy',
    'kubernetes/HorizontalPodAutoscaler': 'HPA',
    'ecs/CapacityProvider': 'capacity provider',
    'sqs/Queue': 'queue',
    'cloudwatch/MetricAlarm': 'alarm',
  } as Readonly<Record<string, string>>,
  scaling: 'Scaling',
  least: 'Min',
  most: 'Max',
  /** Rows of the stage as a table. */
  scales: {
    group: 'Auto Scaling group',
    nodegroup: 'managed node group',
    nodepool: 'NodePool',
    provider: 'capacity provider',
    scalableTarget: 'scalable target, service',
    autoscaler: 'HPA',
    fargateProfile: 'Fargate profile',
  },
  now: 'as it would be decided now',
  then: 'as it was decided then',
  held,
  capacitySentence(told: CapacityExplanation): string {
    const { capacity, result, wanted, winner, outcome, heldBackBy, cause } = told;
    if (cause !== null && winner === null) return `${capacity} to ${result}: ${cause}`;
    const asks = wanted === null || winner === null ? '' : `${winner} asks for ${wanted}`;
    if (outcome === 'kept') {
      const why = [asks, held[heldBackBy]].filter((each) => each !== '').join('; ');
      return `It stays at ${capacity}${why === '' ? '' : `: ${why}`}.`;
    }
    const limit = heldBackBy === 'nothing' ? '' : `; ${held[heldBackBy]}`;
    return `${capacity} to ${result}: ${asks}${limit}.`;
  },
  podSentence(told: ScalingExplanation): string {
    const { specReplicas, result, recommended, heldBackBy, outcome } = told;
    const chosen = told.metrics.find((row) => row.chosen);
    const asks =
      recommended === null ? '' : `${chosen?.metric ?? 'its bounds'} asks for ${recommended}`;
    const window = heldBackBy === 'stabilization' ? told.stabilization : null;
    const held = window ? windowHolds(window, recommended ?? 0) : heldPods[heldBackBy];
    const why = [asks, held].filter((each) => each !== '').join('; ');
    if (outcome === 'rescaled') return `${specReplicas} to ${result}: ${why}.`;
    if (outcome === 'disabled') return `It is switched off: ${heldPods[heldBackBy]}.`;
    return `It stays at ${specReplicas ?? '–'}${why === '' ? '' : `: ${why}`}.`;
  },
  providerSentence(told: ManagedScalingExplanation): string {
    const { reservation, managedScaling, action, desiredCapacity, target, result, heldBy } = told;
    const waiting = told.groups.reduce((sum, { tasks }) => sum + tasks, 0);
    const tasks =
      waiting === 0 ? 'No task waits' : `${waiting} task${waiting === 1 ? '' : 's'} wait`;
    const aim = `${num(reservation)}% against ${managedScaling.targetCapacity}%`;
    if (action === 'NONE') return `${tasks}; ${aim}: it stays at ${desiredCapacity}.`;
    if (heldBy === null) return `${tasks}; ${aim}: ${desiredCapacity} to ${result}.`;
    const moves =
      result === desiredCapacity ? `it stays at ${result}` : `${desiredCapacity} to ${result}`;
    return `${tasks}; ${aim}: ${target} would do, but ${heldProvider[heldBy]}: ${moves}.`;
  },
  nodeSentence({ scaleUp, cooldown, nodes }: ClusterAutoscalerExplanation): string {
    const { pending, plan, by } = scaleUp;
    if (plan.length > 0) {
      const moves = plan
        .map(({ group, from, to }) => `${groupName(group)} from ${from} to ${to}`)
        .join(', ');
      return `${pending} pod${pending === 1 ? '' : 's'} fit on no node: ${moves}${by && by !== 'only' ? ` (${by})` : ''}.`;
    }
    if (pending > 0)
      return `${pending} pod${pending === 1 ? '' : 's'} fit on no node, and no group would help.`;
    const unneeded = nodes.filter(({ verdict }) => verdict === 'unneeded').length;
    const waits = Object.values(cooldown).some((each) => each !== null);
    if (unneeded === 0) return 'Every pod has its node, and no node is unneeded.';
    return `${unneeded} node${unneeded === 1 ? ' is' : 's are'} unneeded${waits ? '; a cooldown holds them' : ''}.`;
  },
  karpenterSentence({ waiting, plan, claims }: KarpenterExplanation): string {
    if (waiting > 0) {
      const pods = `${waiting} pod${waiting === 1 ? '' : 's'} wait${waiting === 1 ? 's' : ''} for a node`;
      if (plan.length === 0) return `${pods}, and no new one would be bought.`;
      const bought = plan.map(({ choices }) => choices[0]?.instanceType ?? '–').join(', ');
      return `${pods}: ${bought} would be bought.`;
    }
    const going = claims.filter(({ verdict }) => verdict === 'goes').length;
    if (going === 0) return 'Every pod has its node, and none of its nodes could go or be cheaper.';
    return `Every pod has its node; ${going} node${going === 1 ? '' : 's'} could go or be cheaper.`;
  },
  proposal: 'About to go',
  planned: (pods: number, cpu: string, memory: string) =>
    `${pods} pod${pods === 1 ? '' : 's'} on one node: ${cpu} and ${memory} requested`,
  moreTypes: (n: number) => `and ${n} dearer type${n === 1 ? '' : 's'} that would do`,
  market: 'Market',
  price: 'Price',
  types: 'Types',
  nodes: 'Nodes',
  pods: 'Pods',
  mayGoAtOnce: 'May go at once',
  claimVerdicts: { goes: 'goes', stays: 'stays' },
  claimStates: {
    launching: 'launching',
    registered: 'registered, not yet ready',
    ready: 'ready',
    terminating: 'leaving',
  },
  judgedFrom: (at: string) => `judged from ${at} on`,
  heldProvider,
  chartTitle: { offered: 'Load', machines: 'Machines', queued: 'Queue' },
  chartNote: { offered: 'req/s', machines: 'dotted: wanted', queued: 'messages waiting' },
  formulaNote: {
    proportional: 'what there is × metric ÷ target, rounded up',
    careful: 'as many as stay below the low threshold, but no fewer than one step allows',
    step: 'how far the metric is beyond the threshold, and the step that this falls into',
    pods: 'average ÷ target = ratio; ratio × pods, rounded up',
    provider: 'M: instances that the tasks need; N: instances that there are',
  },
  noAlarm: 'No alarm names this policy among its AlarmActions: nothing calls it.',
  breaching: (n: number) => `${n} now`,
  wanted: 'Asked for',
  bounds: 'Bounds',
  result: 'Result',
  runningNow: (n: number) => `${n} running`,
  desiredNow: (n: number) => `desired now ${n}`,
  target: 'target',
  average: 'average',
  alarm: 'Alarm',
  state: 'State',
  rule: 'Rule',
  out: 'high: scale out',
  in: 'low: scale in',
  datapoints: (m: number, of: number, seconds: number) =>
    `${m} of ${of} datapoints of ${seconds} s`,
  pictureOf: (metric: string) => `${metric} against its target`,
  wants: 'Wants',
  heldBack: 'Held back',
  cooldown: 'Cooldown',
  cooldownLeft: (out: number, into: number) => `out ${out} s, in ${into} s left`,
  pass: 'Look',
  nextPass: (at: string) => `the next at ${at}`,
  recommended: 'Recommended',
  stabilized: 'Stabilized',
  windows: (up: number, down: number) => `windows up ${up} s, down ${down} s`,
  policies: 'Policies',
  upTo: (n: number) => `as far as ${n}`,
  tolerance: 'Tolerance',
  within: 'within',
  outside: 'outside',
  notCounted: 'Not counted',
  leftOut: (unready: number, missing: number, ignored: number) =>
    [
      ...(unready > 0 ? [`${unready} not ready`] : []),
      ...(missing > 0 ? [`${missing} without a sample`] : []),
      ...(ignored > 0 ? [`${ignored} failed or leaving`] : []),
    ].join(', '),
  recounted: (pods: number, ratio: string) =>
    `again over ${pods} pods, those not counted as using nothing: ${ratio}`,
  queue: (name: string, visible: string, inFlight: string) =>
    `Queue ${name}: ${visible} messages wait, ${inFlight} in flight`,
  remembered: 'Recommended before, in its window',
  used: 'Instances with tasks',
  forWaiting: 'For those that wait',
  stepLimits: (least: number, most: number, step: number) =>
    `in steps of ${least} to ${most}: ${step}`,
  warmUp: 'Warming up',
  secondsLeft: (s: number) => `${s} s left`,
  waitingTasks: 'Tasks that wait for capacity',
  taskDefinition: 'Task definition',
  memory: 'Memory',
  tasks: 'Tasks',
  instances: 'Instances',
  fitsNone: 'fits none',
  unneeded: 'Unneeded',
  unneededRule: (percent: string, seconds: number) => `below ${percent} for ${seconds} s`,
  group: 'Group',
  type: 'Type',
  ready: 'Ready',
  mayGo: 'Which node may go',
  node: 'Node',
  verdict: 'Verdict',
  verdicts: { kept: 'kept', unneeded: 'unneeded', deleting: 'deleting' },
  goesAt: (at: string) => `goes at ${at}`,

  load: 'Traffic and limits',
  loadHint: 'Traffic and limits while it runs',
  both: 'both halves',
  traffic: 'Traffic',
  trafficNow: (rate: string) => `now ${rate} req/s`,
  shape: 'Shape',
  shapes: { steady: 'steady', ramp: 'ramp', wave: 'wave', spike: 'spike' },
  fields: {
    requestsPerSecond: 'req/s',
    from: 'from',
    to: 'to',
    over: 'over (s)',
    low: 'low',
    high: 'high',
    period: 'period (s)',
    base: 'base',
    peak: 'peak',
    after: 'after (s)',
    for: 'for (s)',
  },
  send: 'Send',
  set: 'Set',
  boundNames: { min: 'min', max: 'max', desired: 'desired', cpu: 'cpu', memory: 'memory' },
  unbounded: 'no limit',
  noBalancer: 'No load balancer receives traffic here.',
  noLimits: {
    ecs: 'Nothing scales the tasks yet: apply a scalable target.',
    kubernetes: 'Nothing scales the pods yet: apply a HorizontalPodAutoscaler.',
  },
  close: 'Close',
};

export type ScalingWords = typeof en;
