/**
 * One registered target, from registration to the end of its deregistration delay (ELB User Guides, target health).
 *
 * The API knows `unused`, `initial`, `healthy`, `unhealthy` and `draining`. `registering` is `initial` before the first
 * check; `failing` is `healthy` and `recovering` is `unhealthy` while the checks in a row do not suffice for a verdict.
 * Checks are not steps of their own: a timer stands for the check that would complete the row (DECISIONS.md 1.14).
 *
 * Simplified: one checker per target instead of one per load balancer node; slow start and passive checks are left out.
 */
import { assign, setup } from 'xstate';

export interface HealthCheckSettings {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly deregistrationDelayMs: number;
}

/** What a health check finds: `passed`, or the reason code of its failure. */
export type CheckOutcome =
  'passed' | 'Target.ResponseCodeMismatch' | 'Target.FailedHealthChecks' | 'Target.Timeout';

export interface TargetLife {
  /** Some load balancer forwards to the target group. */
  readonly inUse: boolean;
  readonly registerMs: number;
  readonly checks: HealthCheckSettings;
  readonly outcome: CheckOutcome;
  /** From now to the next health check. */
  readonly nextCheckInMs: number;
}

export type TargetEvent =
  | { readonly type: 'taken'; readonly registerMs: number }
  | { readonly type: 'released' }
  /** From now on checks end like this. */
  | { readonly type: 'observed'; readonly outcome: CheckOutcome; readonly nextCheckInMs: number }
  | {
      readonly type: 'reconfigured';
      readonly checks: HealthCheckSettings;
      readonly nextCheckInMs: number;
    }
  | { readonly type: 'register'; readonly registerMs: number }
  | { readonly type: 'deregister' };

export const targetMachine = setup({
  types: {
    context: {} as TargetLife,
    events: {} as TargetEvent,
    input: {} as TargetLife,
  },
  delays: {
    registrationCompleted: ({ context }) => context.registerMs,
    firstVerdictReached: ({ context }) => firstVerdictMs(context),
    thresholdReached: ({ context }) => thresholdReachedMs(context),
    deregistrationDelayElapsed: ({ context }) => context.checks.deregistrationDelayMs,
  },
  guards: {
    inUse: ({ context }) => context.inUse,
    checksPass: ({ context }) => context.outcome === 'passed',
    nowPasses: ({ event }) => event.type === 'observed' && event.outcome === 'passed',
    nowFails: ({ event }) => event.type === 'observed' && event.outcome !== 'passed',
    samePassing: ({ context, event }) =>
      event.type === 'observed' && (event.outcome === 'passed') === (context.outcome === 'passed'),
  },
  actions: {
    observe: assign(({ context, event }) =>
      event.type === 'observed'
        ? { outcome: event.outcome, nextCheckInMs: event.nextCheckInMs }
        : context,
    ),
    reconfigure: assign(({ context, event }) =>
      event.type === 'reconfigured'
        ? { checks: event.checks, nextCheckInMs: event.nextCheckInMs }
        : context,
    ),
    beginRegistration: assign(({ context, event }) =>
      event.type === 'taken' || event.type === 'register'
        ? { inUse: true, registerMs: event.registerMs }
        : context,
    ),
    checkAtOnce: assign({ nextCheckInMs: 0 }),
    forget: () => undefined,
  },
}).createMachine({
  id: 'target',
  context: ({ input }) => input,
  initial: 'registered',
  states: {
    registered: { always: [{ guard: 'inUse', target: 'registering' }, { target: 'unused' }] },
    unused: {
      on: {
        taken: { target: 'registering', actions: 'beginRegistration' },
        observed: { actions: 'observe' },
        reconfigured: { actions: 'reconfigure' },
        deregister: 'gone',
      },
    },
    registering: {
      after: { registrationCompleted: { target: 'initial', actions: 'checkAtOnce' } },
      on: {
        released: 'unused',
        observed: { actions: 'observe' },
        reconfigured: { actions: 'reconfigure' },
        deregister: 'draining',
      },
    },
    initial: {
      after: {
        firstVerdictReached: [{ guard: 'checksPass', target: 'healthy' }, { target: 'unhealthy' }],
      },
      on: {
        released: 'unused',
        observed: [
          { guard: 'samePassing', actions: 'observe' },
          { target: 'initial', reenter: true, actions: 'observe' },
        ],
        reconfigured: { target: 'initial', reenter: true, actions: 'reconfigure' },
        deregister: 'draining',
      },
    },
    healthy: {
      on: {
        released: 'unused',
        observed: [
          { guard: 'nowFails', target: 'failing', actions: 'observe' },
          { actions: 'observe' },
        ],
        reconfigured: { actions: 'reconfigure' },
        deregister: 'draining',
      },
    },
    failing: {
      after: { thresholdReached: 'unhealthy' },
      on: {
        released: 'unused',
        observed: [
          { guard: 'nowPasses', target: 'healthy', actions: 'observe' },
          { actions: 'observe' },
        ],
        reconfigured: { target: 'failing', reenter: true, actions: 'reconfigure' },
        deregister: 'draining',
      },
    },
    unhealthy: {
      on: {
        released: 'unused',
        observed: [
          { guard: 'nowPasses', target: 'recovering', actions: 'observe' },
          { actions: 'observe' },
        ],
        reconfigured: { actions: 'reconfigure' },
        deregister: 'draining',
      },
    },
    recovering: {
      after: { thresholdReached: 'healthy' },
      on: {
        released: 'unused',
        observed: [
          { guard: 'nowFails', target: 'unhealthy', actions: 'observe' },
          { actions: 'observe' },
        ],
        reconfigured: { target: 'recovering', reenter: true, actions: 'reconfigure' },
        deregister: 'draining',
      },
    },
    draining: {
      after: { deregistrationDelayElapsed: 'gone' },
      on: {
        register: { target: 'registering', actions: 'beginRegistration' },
        observed: { actions: 'observe' },
      },
    },
    gone: { type: 'final', entry: 'forget' },
  },
});

/** A target that is new must pass one check only; it fails by the same row as a healthy one. */
export const firstVerdictMs = (life: TargetLife): number =>
  life.outcome === 'passed' ? life.nextCheckInMs : thresholdReachedMs(life);

/** Until the check that completes the row: the next one, the rest of the row, and the wait for one that times out. */
export function thresholdReachedMs({ checks, outcome, nextCheckInMs }: TargetLife): number {
  const needed = outcome === 'passed' ? checks.healthyThreshold : checks.unhealthyThreshold;
  const lastTakesMs = outcome === 'Target.Timeout' ? checks.timeoutMs : 0;
  return nextCheckInMs + (needed - 1) * checks.intervalMs + lastTakesMs;
}
