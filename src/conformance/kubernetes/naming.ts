/** Suite `kubernetes/naming`: the encoding of template hashes. */
import { safeEncodeString } from '../../models/kubernetes/naming';
import { differences, type Suite } from '../suite';

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'naming',
  check: ({ input, expect }) =>
    differences(expect, { suffix: safeEncodeString(String(input['decimalHash'])) }),
};
