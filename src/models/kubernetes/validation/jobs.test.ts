/** What the API refuses of Jobs, in its words. */
import { describe, expect, it } from 'vitest';
import { validateManifest } from './validate';

const container = { name: 'main', image: 'busybox:1.36' };
const refusals = (spec: object, restartPolicy = 'Never'): readonly string[] =>
  validateManifest({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report' },
    spec: { template: { spec: { restartPolicy, containers: [container] } }, ...spec },
  }).map(({ path, message }) => `${path.join('.')}: ${message}`);

const INDEXED = { completionMode: 'Indexed', completions: 4 };
const policy = (...rules: readonly object[]) => ({ podFailurePolicy: { rules } });
const exit = (onExitCodes: object, action = 'FailJob') => policy({ action, onExitCodes });
const RULE = 'spec.podFailurePolicy.rules.0';

describe('a Job', () => {
  it('is taken with all of it', () => {
    expect(
      refusals({
        ...INDEXED,
        backoffLimitPerIndex: 1,
        maxFailedIndexes: 4,
        ...policy(
          { action: 'FailIndex', onExitCodes: { operator: 'In', values: [1, 2] } },
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ),
      }),
    ).toEqual([]);
  });

  it.each<readonly [string, object, readonly string[]]>([
    [
      'a limit for each index without indexes',
      { backoffLimitPerIndex: 1 },
      ['spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
    ],
    [
      'failed indexes without a limit for each',
      { ...INDEXED, maxFailedIndexes: 1 },
      ['spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified'],
    ],
    [
      'more failed indexes than there are',
      { ...INDEXED, backoffLimitPerIndex: 1, maxFailedIndexes: 5 },
      ['spec.maxFailedIndexes: Invalid value: 5: must be less than or equal to completions'],
    ],
    [
      'FailIndex without a limit for each',
      exit({ operator: 'In', values: [1] }, 'FailIndex'),
      [`${RULE}.action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set`],
    ],
    [
      'success as a failure',
      exit({ operator: 'In', values: [0] }),
      [`${RULE}.onExitCodes.values.0: Invalid value: 0: must not be 0 for the In operator`],
    ],
    [
      'codes in no order, twice, of nobody',
      exit({ operator: 'Out', values: [3, 1, 3], containerName: 'side' }),
      [
        `${RULE}.onExitCodes.operator: Unsupported value: "Out": supported values: "In", "NotIn"`,
        `${RULE}.onExitCodes.containerName: Invalid value: "side": must be one of the container or initContainer names in the pod template`,
        `${RULE}.onExitCodes.values.2: Duplicate value: 3`,
        `${RULE}.onExitCodes.values: Invalid value: [3,1,3]: must be ordered`,
      ],
    ],
    [
      'a rule about nothing',
      policy({ action: 'Ignore' }),
      [`${RULE}: Invalid value: specifying one of OnExitCodes and OnPodConditions is required`],
    ],
    [
      'replacing pods before they have failed',
      { ...exit({ operator: 'In', values: [1] }), podReplacementPolicy: 'TerminatingOrFailed' },
      [
        'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
      ],
    ],
  ])('is refused with %s', (_, spec, messages) => {
    expect(refusals(spec)).toEqual(messages);
  });

  it('is refused with a policy for containers that are started again', () => {
    expect(refusals(exit({ operator: 'In', values: [1] }), 'OnFailure')).toEqual([
      'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
    ]);
  });
});
