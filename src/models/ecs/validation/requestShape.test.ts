import { describe, expect, it } from 'vitest';
import { requestShape } from './requestShape';

const messages = (action: string, value: unknown) =>
  requestShape(action, value).errors.map((error) => `${error.path.join('.')}: ${error.message}`);

describe('the shape of a request, in the words of the AWS CLI', () => {
  it('names a missing parameter and where it is missing', () => {
    expect(messages('RegisterTaskDefinition', { containerDefinitions: [] })).toEqual([
      ': Missing required parameter in input: "family"',
    ]);
    const secret = { family: 'web', containerDefinitions: [{ secrets: [{ name: 'K' }] }] };
    expect(messages('RegisterTaskDefinition', secret)).toEqual([
      'containerDefinitions.0.secrets.0: Missing required parameter in containerDefinitions[0].secrets[0]: "valueFrom"',
    ]);
  });

  it('lists what a parameter could have been', () => {
    const [message] = messages('StopTask', { task: 't', Reason: 'x' });
    expect(message).toBe(
      'Reason: Unknown parameter in input: "Reason", must be one of: cluster, task, reason',
    );
  });

  it.each([
    ['256', "value: 256, type: <class 'str'>, valid types: <class 'int'>"],
    [0.5, "value: 0.5, type: <class 'float'>, valid types: <class 'int'>"],
    [null, "value: None, type: <class 'NoneType'>, valid types: <class 'int'>"],
    [true, "value: True, type: <class 'bool'>, valid types: <class 'int'>"],
    [
      { a: ['b', null] },
      "value: {'a': ['b', None]}, type: <class 'dict'>, valid types: <class 'int'>",
    ],
  ])('shows values and types as Python does: %j', (cpu, expected) => {
    const { errors, readable } = requestShape('RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions: [{ cpu }],
    });
    expect(errors.map((e) => e.message)).toEqual([
      `Invalid type for parameter containerDefinitions[0].cpu, ${expected}`,
    ]);
    expect(readable).toBe(false);
  });

  it('refuses a value that is no structure at all', () => {
    expect(messages('StopTask', 'task')).toEqual([
      ": Invalid type for parameter input, value: task, type: <class 'str'>, valid types: <class 'dict'>",
    ]);
  });

  it('leaves closed lists of words to the service, with its exception', () => {
    const { errors, readable } = requestShape('CreateService', {
      serviceName: 'web',
      launchType: 'LAMBDA',
    });
    expect(errors).toMatchObject([{ reason: 'InvalidParameterException', path: ['launchType'] }]);
    expect(readable).toBe(true);
  });

  it('does not take members that objects inherit', () => {
    expect(
      messages('StopTask', JSON.parse('{"task":"t","__proto__":1,"constructor":1}')),
    ).toHaveLength(2);
  });
});
