import { describe, expect, it } from 'vitest';
import { parseClusterQuery, type QuerySubject } from './clusterQueryLanguage';

const subject = (changes: Partial<QuerySubject> = {}): QuerySubject => ({
  agentConnected: true,
  agentVersion: '1.86.3',
  ec2InstanceId: 'i-0123',
  registeredAtEpochMs: 1_529_360_908_000,
  runningTasksCount: 2,
  taskGroups: () => ['service:web', 'database'],
  attribute: (name) =>
    new Map([
      ['ecs.instance-type', ['m5.large']],
      ['team name', ['a b']],
      ['size', ['10']],
    ]).get(name) ?? [],
  ...changes,
});

const selects = (expression: string, on = subject()) => {
  const query = parseClusterQuery(expression);
  return query.ok ? query.matches(on) : query.message;
};

describe('cluster query language', () => {
  it.each([
    ['attribute:ecs.instance-type==m5.large', true],
    ["attribute:ecs.instance-type equals 'm5.large'", true],
    ['attribute:ecs.instance-type =~ "(m5|c5)\\.(large|xlarge)"', true],
    ['attribute:ecs.instance-type =~ m5', false],
    ['attribute:gone !~ m5.*', false],
    ['attribute:gone not_in [a, b]', false],
    ['attribute:gone not_exists', true],
    ['runningTasksCount in [1, 2]', true],
    ['task:group != database', false],
    ['task:group not_equals other', true],
    ['task:group =~ service:.*', true],
    ['registeredAt >= 2018-06-18T22:28:28Z', true],
    ['registeredAt < 2018-06-18T23:28:28+02:00', false],
    ['agentVersion greater_than_equal 1.86.3', true],
    ['not not agentConnected == true', true],
    ['!(agentConnected == true) || runningTasksCount == 2', true],
    ['agentConnected == false and agentConnected == true or runningTasksCount == 2', true],
    ['agentConnected == true&&runningTasksCount<3', true],
  ])('%s -> %s', (expression, expected) => {
    expect(selects(expression)).toBe(expected);
  });

  it.each([
    [''],
    ['attribute:x = y'],
    ['attribute:x == (y)'],
    ['(attribute:x == y'],
    ['attribute:x == y)'],
    ['attribute:x in []'],
    ['attribute:x in [a,]'],
    ['attribute:x == a b'],
    ['attribute:x =~ *'],
    ['runningTasksCount > many'],
    ['runningTasksCount in [1, many]'],
    ['registeredAt > yesterday'],
    ['agentConnected == maybe'],
    ['exists'],
  ])('refuses %s', (expression) => {
    expect(parseClusterQuery(expression)).toMatchObject({ ok: false });
  });

  it('refuses what is too long or too deep to be read', () => {
    expect(selects('a'.repeat(2001))).toMatch(/longer than 2000/);
    expect(parseClusterQuery('('.repeat(200))).toMatchObject({ ok: false });
  });
});
