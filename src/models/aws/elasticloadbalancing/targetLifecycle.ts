/** The machine of a target at work: what its states mean in DescribeTargetHealth, and the facts they leave. */
import type { Effect, Lifecycle } from '../../../engine/model';
import { targetMachine, type TargetLife } from './target.machine';
import type { TargetHealth, TargetState } from './types';

export const TARGET_LIFECYCLE = 'elasticloadbalancing/target';

export const targetLifecycle: Lifecycle = {
  name: TARGET_LIFECYCLE,
  machine: targetMachine,
  record: (key) => ({ kind: 'elasticloadbalancing/TargetHealth', key }),
  status(key, { value, context }, ctx) {
    const before = ctx.get('elasticloadbalancing/TargetHealth', key);
    if (!before || value === 'gone') return [];
    const after = targetStatus(before, value as MachineState, context as TargetLife, ctx.nowMs);
    if (after === before) return [];
    const put: Effect = { do: 'put', kind: 'elasticloadbalancing/TargetHealth', key, value: after };
    const changed = before.TargetHealth.State !== after.TargetHealth.State;
    return changed ? [put, healthChanged(key, before, after, context as TargetLife)] : [put];
  },
  intents: {
    forget: ({ key, ctx }) => {
      const target = ctx.get('elasticloadbalancing/TargetHealth', key)?.Target;
      if (!target) return [];
      const about = { kind: 'elasticloadbalancing/TargetHealth', key } as const;
      const data = { Id: target.Id, Port: target.Port };
      return [
        { do: 'note', fact: { model: 'aws', type: 'targetDeregistered', data, about } },
        { do: 'remove', ...about },
      ];
    },
  },
  // Load balancers come and go, and are reconfigured, whatever state a target is in.
  ignores: ['taken', 'released', 'reconfigured', 'register', 'deregister'],
};

type MachineState =
  | 'unused'
  | 'registering'
  | 'initial'
  | 'healthy'
  | 'failing'
  | 'unhealthy'
  | 'recovering'
  | 'draining';

const STATES: Readonly<Record<MachineState, TargetState>> = {
  unused: 'unused',
  registering: 'initial',
  initial: 'initial',
  healthy: 'healthy',
  failing: 'healthy',
  unhealthy: 'unhealthy',
  recovering: 'unhealthy',
  draining: 'draining',
};

/** The API's reason codes and the texts that it shows with them. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'Target.NotInUse': 'Target group is not configured to receive traffic from the load balancer',
  'Elb.RegistrationInProgress': 'Target registration is in progress',
  'Elb.InitialHealthChecking': 'Initial health checks in progress',
  'Target.ResponseCodeMismatch': 'Health checks failed with these codes: [503]',
  'Target.FailedHealthChecks': 'Health checks failed',
  'Target.Timeout': 'Request timed out',
  'Target.DeregistrationInProgress': 'Target deregistration is in progress',
};

function targetStatus(
  before: TargetHealth,
  state: MachineState,
  life: TargetLife,
  nowMs: number,
): TargetHealth {
  const State = STATES[state];
  const Reason = reasonOf(state, before, life);
  const checkedFromMs = checkedFrom(state, before, nowMs);
  const moved = State !== before.TargetHealth.State;
  if (!moved && Reason === before.TargetHealth.Reason && checkedFromMs === before.checkedFromMs)
    return before;
  const description = Reason === undefined ? undefined : DESCRIPTIONS[Reason];
  return {
    ...before,
    TargetHealth: {
      State,
      ...(Reason === undefined ? {} : { Reason }),
      ...(description === undefined ? {} : { Description: description }),
    },
    since: moved ? nowMs : before.since,
    checkedFromMs,
  };
}

function reasonOf(state: MachineState, before: TargetHealth, life: TargetLife): string | undefined {
  switch (state) {
    case 'unused':
      return 'Target.NotInUse';
    case 'registering':
      return 'Elb.RegistrationInProgress';
    case 'initial':
      return 'Elb.InitialHealthChecking';
    case 'draining':
      return 'Target.DeregistrationInProgress';
    case 'unhealthy':
      return life.outcome;
    case 'recovering':
      return before.TargetHealth.Reason;
    case 'healthy':
    case 'failing':
      return undefined;
  }
}

function checkedFrom(state: MachineState, before: TargetHealth, nowMs: number): number | null {
  if (state === 'unused' || state === 'registering' || state === 'draining') return null;
  return before.checkedFromMs ?? nowMs;
}

function healthChanged(
  key: string,
  before: TargetHealth,
  after: TargetHealth,
  { checks }: TargetLife,
): Effect {
  const { State: to, Reason } = after.TargetHealth;
  const isNew = before.TargetHealth.State === 'initial';
  const row = {
    healthy: isNew ? 1 : checks.healthyThreshold,
    unhealthy: checks.unhealthyThreshold,
  };
  const decided = to === 'healthy' || to === 'unhealthy';
  const data = {
    Id: after.Target.Id,
    Port: after.Target.Port,
    from: before.TargetHealth.State,
    to,
    reason: Reason ?? null,
    checks: decided ? row[to] : null,
  };
  const about = { kind: 'elasticloadbalancing/TargetHealth', key } as const;
  return { do: 'note', fact: { model: 'aws', type: 'targetHealthChanged', data, about } };
}
