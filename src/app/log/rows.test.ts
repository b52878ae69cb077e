import { expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import { ROW_LIMIT, RowReader } from './rows';

const fact = (serial: number, atMs: number, part: object = {}) =>
  ({ serial, atMs, model: 'ecs', type: 'serviceEvent', data: {}, ...part }) as unknown as Fact;
const request = (serial: number, atMs: number, by: string, action: string) =>
  fact(serial, atMs, {
    model: 'request',
    type: 'requested',
    data: { by, request: { api: 'quayside', action, input: {} } },
  });

it('shows what happened since the page opened, faults included, preparations not', () => {
  const facts = [
    fact(1, 10),
    request(2, 100, 'scenario', 'setTraffic'),
    request(3, 100, 'scenario', 'crashContainer'),
    request(4, 110, 'learner', 'setTraffic'),
    fact(5, 120, { type: 'standingChanged' }),
    fact(6, 130),
  ];
  expect(new RowReader().read(facts, 0, 100).facts.map((each) => each.serial)).toEqual([3, 4, 6]);
});

it('reads on, counts what it has dropped, and starts anew after a jump', () => {
  const reader = new RowReader();
  const facts = Array.from({ length: ROW_LIMIT }, (_, i) => fact(i, i));
  expect(reader.read(facts, 0, 0).earlier).toBe(0);
  facts.push(fact(9_000, 9_000), fact(9_001, 9_001));
  const rows = reader.read(facts, 0, 0);
  expect(rows.earlier).toBe(2);
  expect(rows.facts.at(-1)?.serial).toBe(9_001);
  expect(reader.read(facts.slice(0, 5), 1, 0)).toMatchObject({ earlier: 0 });
});
