/** The same fault for a running task and a ready pod. */
import type { Ref } from '../engine/model';
import type { Request } from '../host/protocol';

export const crashRequest = ({ kind, key }: Ref): Request => ({
  api: 'quayside',
  action: 'crashContainer',
  input: { kind, key, exitCode: 1 },
});
