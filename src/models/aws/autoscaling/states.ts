/** What the states of a group's instances mean for its capacity (EC2 Auto Scaling User Guide, instance lifecycle). */
import type { AutoScalingInstance, LifecycleState } from './types';

type Member = Pick<AutoScalingInstance, 'LifecycleState'>;

/** Launching or in service: counts towards the desired capacity. */
export const isLive = ({ LifecycleState: state }: Member): boolean =>
  state === 'InService' || isLaunching(state);

export const isLaunching = (state: LifecycleState): boolean => state.startsWith('Pending');
export const isTerminating = (state: LifecycleState): boolean => state.startsWith('Terminating');
export const isWarm = ({ LifecycleState: state }: Member): boolean => state.startsWith('Warmed');
/** Held by a lifecycle hook. */
export const isHeld = (state: LifecycleState): boolean => state.endsWith(':Wait');
