import type { Kind } from '../engine/model';
import type { Records } from '../engine/records';
import type { RecordChange } from './protocol';

/** Which records leave the world: what a controller remembers for itself stays, nobody draws it and it holds whole inputs. */
export const isShown = (kind: string): boolean =>
  !kind.startsWith('horizontal-pod-autoscaler/') && kind !== 'cloudwatch/Past';

/** All that leave it, as they are now. */
export const everything = (records: Records): readonly RecordChange[] =>
  records
    .kinds()
    .filter(isShown)
    .flatMap((kind) =>
      [...records.rows(kind)].map(([key, { value }]) => ({ kind: kind as Kind, key, value })),
    );
