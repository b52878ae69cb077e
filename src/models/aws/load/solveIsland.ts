/**
 * Requests meeting processes on shared machines: what everybody wants of the CPU, what the machine gives him, how many
 * requests that serves, how long they take. Pure arithmetic on whole numbers.
 *
 * A target gets its share of the requests whatever it can do (a load balancer does not look); what it cannot serve is lost
 * there, even while others have room.
 */
import { shareMachine, type Cell } from '../../workload/cpuShares';
import { aloneMicros, p95Micros, responseMicros, type Service } from '../../workload/latency';
import type { Process, Use } from '../../workload/types';
import type { FlowLoad } from '../elasticloadbalancing/types';
import type { ObservedFlow, ObservedIsland } from './observeIsland';

export type ProcessUse = Pick<Use, 'cpuMicro' | 'wantedMicro' | 'servedRate' | 'inFlightMilli'>;

export interface IslandLoad {
  readonly uses: ReadonlyMap<string, ProcessUse>;
  readonly flows: ReadonlyMap<string, FlowLoad>;
}

export function solveIsland({ processes, consuming, flows }: ObservedIsland): IslandLoad {
  const arriving = arrivals(flows);
  const working = [...processes].filter(
    ([key, process]) => process.idleMicro > 0 || arriving.has(key) || consuming.get(key),
  );
  const runs = new Map<string, Run>();
  for (const run of shared(working, arriving, consuming)) runs.set(run.key, run);
  return {
    uses: new Map([...runs].map(([key, run]) => [key, useOf(run)])),
    flows: new Map(flows.map((flow) => [flow.loadBalancer, flowLoad(flow, runs)])),
  };
}

/** Milli-requests a second for each process, from all load balancers. */
function arrivals(flows: readonly ObservedFlow[]): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const { perTarget, receivers } of flows)
    for (const key of receivers) rates.set(key, (rates.get(key) ?? 0) + perTarget);
  return rates;
}

interface Wish {
  readonly key: string;
  readonly process: Process;
  readonly rate: number;
  /** Wanted whether requests come or not. */
  readonly own: number;
  readonly want: number;
}

/** A process with what it gets. */
interface Run extends Wish {
  readonly got: number;
  /** It could have so much, if it wanted it: millionths of a vCPU. */
  readonly capacityMicro: number;
  /** Milli-requests a second. */
  readonly served: number;
  readonly responseMicros: number;
  readonly p95Micros: number;
}

function shared(
  working: readonly (readonly [string, Process])[],
  arriving: ReadonlyMap<string, number>,
  consuming: ReadonlyMap<string, number>,
): readonly Run[] {
  const boxes = new Map<string, Wish[]>();
  for (const [key, process] of working) {
    const rate = arriving.get(key) ?? 0;
    const own = process.idleMicro + (consuming.get(key) ?? 0);
    const want = own + cpuFor(rate, process);
    const wish = { key, process, rate, own, want };
    const box = boxes.get(process.box);
    if (box) box.push(wish);
    else boxes.set(process.box, [wish]);
  }
  return [...boxes.values()].flatMap(runsOn);
}

/** Thousandths of a request a second, microseconds each: millionths of a vCPU. */
const cpuFor = (rate: number, { cpuPerRequestMicros }: Process): number =>
  Math.floor((rate * cpuPerRequestMicros) / 1000);

function runsOn(wishes: readonly Wish[]): readonly Run[] {
  const cells = new Map<string, Wish[]>();
  for (const wish of wishes) {
    const cell = cells.get(wish.process.cell);
    if (cell) cell.push(wish);
    else cells.set(wish.process.cell, [wish]);
  }
  const groups = [...cells.values()];
  const capacity = wishes[0]?.process.boxMicro ?? 0;
  const shares = shareMachine(capacity, groups.map(cellOf));
  const sums = shares.map((cell) => cell.reduce((a, b) => a + b, 0));
  const idle = capacity - sums.reduce((a, b) => a + b, 0);
  const runs: Run[] = [];
  groups.forEach((cell, c) => {
    const rest = { idle, cellGot: sums[c] ?? 0 };
    cell.forEach((wish, i) => runs.push(runOf(wish, shares[c]?.[i] ?? 0, rest, runs.at(-1))));
  });
  return runs;
}

function cellOf(wishes: readonly Wish[]): Cell {
  const [first] = wishes as readonly [Wish];
  const runners = wishes.map(({ want, process: { weight, limitMicro } }) => ({
    want,
    weight,
    limit: limitMicro,
  }));
  return { runners, weight: first.process.cellWeight, limit: first.process.cellLimitMicro };
}

/** What is left over on the machine, and what its cell gets altogether. */
interface Rest {
  readonly idle: number;
  readonly cellGot: number;
}

function runOf(wish: Wish, got: number, rest: Rest, before: Run | undefined): Run {
  const capacityMicro = got + roomOf(wish.process, got, rest);
  // Copies of one thing on one machine are in the same position.
  if (before && samePosition(before, wish, got, capacityMicro))
    return {
      ...wish,
      got,
      capacityMicro,
      served: before.served,
      responseMicros: before.responseMicros,
      p95Micros: before.p95Micros,
    };
  const { process, rate, own, want } = wish;
  if (rate === 0)
    return { ...wish, got, capacityMicro, served: 0, responseMicros: 0, p95Micros: 0 };
  const { cpuPerRequestMicros: cpuMicros } = process;
  const served =
    got >= want || cpuMicros === 0
      ? rate
      : Math.min(rate, Math.floor((Math.max(0, got - own) * 1000) / cpuMicros));
  const service: Service = { cpuMicros, usedMicro: got, capacityMicro, saturated: got < want };
  const mean = responseMicros(service);
  const p95 = p95Micros(mean, aloneMicros(service));
  return { ...wish, got, capacityMicro, served, responseMicros: mean, p95Micros: p95 };
}

const roomOf = ({ limitMicro, cellLimitMicro }: Process, got: number, rest: Rest): number =>
  Math.max(
    0,
    Math.min(
      rest.idle,
      (limitMicro ?? Infinity) - got,
      (cellLimitMicro ?? Infinity) - rest.cellGot,
    ),
  );

const samePosition = (before: Run, wish: Wish, got: number, capacityMicro: number): boolean =>
  before.got === got &&
  before.capacityMicro === capacityMicro &&
  before.rate === wish.rate &&
  before.own === wish.own &&
  before.want === wish.want &&
  before.process.cpuPerRequestMicros === wish.process.cpuPerRequestMicros;

/** Little's law: in flight = rate times time. */
const useOf = ({ got, want, served, responseMicros: micros }: Run): ProcessUse => ({
  cpuMicro: got,
  wantedMicro: want,
  servedRate: served,
  inFlightMilli: Math.floor((served * micros) / 1_000_000),
});

function flowLoad(
  { perTarget, receivers }: ObservedFlow,
  runs: ReadonlyMap<string, Run>,
): FlowLoad {
  let [overflow, served, time, slow] = [0, 0, 0, 0];
  for (const key of receivers) {
    const run = runs.get(key);
    if (!run || run.rate === 0) continue;
    const own = Math.floor((run.served * perTarget) / run.rate);
    overflow += perTarget - own;
    served += own;
    time += own * run.responseMicros;
    slow += own * run.p95Micros;
  }
  return {
    overflowRate: overflow,
    responseMicros: served === 0 ? 0 : Math.round(time / served),
    p95Micros: served === 0 ? 0 : Math.round(slow / served),
  };
}
