/** Which of a group's instances are spot, and which of those EC2 is likely to take back. */
import type { Read } from '../../../engine/model';
import type { Markets } from './mixedInstances';
import type { AutoScalingInstance } from './types';

type Member = Pick<AutoScalingInstance, 'InstanceId'>;

export const isSpot = ({ InstanceId }: Member, read: Pick<Read, 'get'>): boolean =>
  read.get('ec2/Instance', InstanceId)?.InstanceLifecycle === 'spot';

/** A rebalance recommendation, or the interruption itself. */
export function isAtRisk({ InstanceId }: Member, read: Pick<Read, 'get'>): boolean {
  const instance = read.get('ec2/Instance', InstanceId);
  return (
    instance?.rebalanceRecommendedAtMs !== undefined || instance?.interruptedAtMs !== undefined
  );
}

export function marketsOf(members: readonly Member[], read: Pick<Read, 'get'>): Markets {
  const spot = members.filter((member) => isSpot(member, read)).length;
  return { onDemand: members.length - spot, spot };
}
