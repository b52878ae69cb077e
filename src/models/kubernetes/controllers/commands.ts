/** What the controllers decide, each an intent on one object. */
import type { Condition } from '../types';

export type ControllersCommand =
  | {
      readonly type: 'setServiceIngress';
      readonly namespace: string;
      readonly name: string;
      readonly hostname: string | null;
    }
  | {
      readonly type: 'setPodCondition';
      readonly namespace: string;
      readonly name: string;
      readonly condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;
    }
  | {
      readonly type: 'deletePod';
      readonly namespace: string;
      readonly name: string;
      readonly uid?: string;
      readonly gracePeriodSeconds?: number;
    };
