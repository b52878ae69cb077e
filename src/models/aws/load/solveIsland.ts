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

export function solveIsland(observed: ObservedIsland): IslandLoad {
  const runs = new Map<string, Run>();
  for (const box of boxesOf(observed, runs)) share(box);
  const uses = new Map<string, ProcessUse>();
  for (const [key, run] of runs) uses.set(key, useOf(run));
  const { flows } = observed;
  return { uses, flows: new Map(flows.map((flow) => [flow.loadBalancer, flowLoad(flow, runs)])) };
}

/** Milli-requests a second for each process, from all load balancers. */
function arrivals(flows: readonly ObservedFlow[]): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const { perTarget, receivers } of flows)
    for (const key of receivers) rates.set(key, (rates.get(key) ?? 0) + perTarget);
  return rates;
}

/** A process, what it wants, and what comes of it: filled in once its machine has been shared. */
interface Run {
  readonly process: Process;
  readonly rate: number;
  /** Wanted whether requests come or not. */
  readonly own: number;
  readonly want: number;
  got: number;
  /** It could have so much, if it wanted it: millionths of a vCPU. */
  capacityMicro: number;
  /** Milli-requests a second. */
  served: number;
  responseMicros: number;
  p95Micros: number;
}

/** Those that are not at rest, machine by machine; they are entered in `runs` too. */
function boxesOf(
  { processes, consuming, flows }: ObservedIsland,
  runs: Map<string, Run>,
): Iterable<readonly Run[]> {
  const arriving = arrivals(flows);
  const boxes = new Map<string, Run[]>();
  for (const [key, process] of processes) {
    const rate = arriving.get(key);
    const consumed = consuming.get(key) ?? 0;
    if (process.idleMicro <= 0 && rate === undefined && consumed === 0) continue;
    const run = wishOf(process, rate ?? 0, process.idleMicro + consumed);
    runs.set(key, run);
    const box = boxes.get(process.box);
    if (box) box.push(run);
    else boxes.set(process.box, [run]);
  }
  return boxes.values();
}

const wishOf = (process: Process, rate: number, own: number): Run => ({
  process,
  rate,
  own,
  want: own + cpuFor(rate, process),
  got: 0,
  capacityMicro: 0,
  served: 0,
  responseMicros: 0,
  p95Micros: 0,
});

/** Thousandths of a request a second, microseconds each: millionths of a vCPU. */
const cpuFor = (rate: number, { cpuPerRequestMicros }: Process): number =>
  Math.floor((rate * cpuPerRequestMicros) / 1000);

function share(box: readonly Run[]): void {
  const cells = new Map<string, Run[]>();
  for (const run of box) {
    const cell = cells.get(run.process.cell);
    if (cell) cell.push(run);
    else cells.set(run.process.cell, [run]);
  }
  const groups = [...cells.values()];
  const capacity = box[0]?.process.boxMicro ?? 0;
  const shares = shareMachine(capacity, groups.map(cellOf));
  const sums = shares.map((cell) => cell.reduce((a, b) => a + b, 0));
  const idle = capacity - sums.reduce((a, b) => a + b, 0);
  let before: Run | undefined;
  groups.forEach((cell, c) => {
    const rest = { idle, cellGot: sums[c] ?? 0 };
    cell.forEach((run, i) => {
      work(run, shares[c]?.[i] ?? 0, rest, before);
      before = run;
    });
  });
}

function cellOf(runs: readonly Run[]): Cell {
  const [first] = runs as readonly [Run];
  const runners = runs.map(({ want, process: { weight, limitMicro } }) => ({
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

function work(run: Run, got: number, rest: Rest, before: Run | undefined): void {
  const { process, rate, own, want } = run;
  run.got = got;
  run.capacityMicro = got + roomOf(process, got, rest);
  if (rate === 0) return;
  // Copies of one thing on one machine are in the same position.
  if (before && samePosition(before, run)) {
    run.served = before.served;
    run.responseMicros = before.responseMicros;
    run.p95Micros = before.p95Micros;
    return;
  }
  const { cpuPerRequestMicros: cpuMicros } = process;
  run.served =
    got >= want || cpuMicros === 0
      ? rate
      : Math.min(rate, Math.floor((Math.max(0, got - own) * 1000) / cpuMicros));
  const { capacityMicro } = run;
  const service: Service = { cpuMicros, usedMicro: got, capacityMicro, saturated: got < want };
  run.responseMicros = responseMicros(service);
  run.p95Micros = p95Micros(run.responseMicros, aloneMicros(service));
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

const samePosition = (a: Run, b: Run): boolean =>
  a.got === b.got &&
  a.capacityMicro === b.capacityMicro &&
  a.rate === b.rate &&
  a.own === b.own &&
  a.want === b.want &&
  a.process.cpuPerRequestMicros === b.process.cpuPerRequestMicros;

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
