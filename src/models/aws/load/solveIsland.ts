/**
 * Requests meeting processes on shared machines: what everybody wants of the CPU, what the machine gives him, how many
 * requests that serves, how long they take. Pure arithmetic on whole numbers.
 *
 * A target gets its share of the requests whatever it can do (a load balancer does not look); what it cannot serve is lost
 * there, even while others have room.
 */
import { shareMachine, type Cell } from '../../workload/cpuShares';
import { aloneMicros, p95Micros, responseMicros, type Service } from '../../workload/latency';
import type { Process, UseLevel } from '../../workload/types';
import type { FlowLoad } from '../elasticloadbalancing/types';
import type { ObservedFlow, ObservedIsland } from './observeIsland';

export type ProcessUse = Pick<
  UseLevel,
  'cpuMicro' | 'wantedMicro' | 'servedRate' | 'inFlightMilli'
>;

export interface IslandLoad {
  /** In the order of the processes; undefined: at rest. */
  readonly uses: readonly (ProcessUse | undefined)[];
  readonly flows: ReadonlyMap<string, FlowLoad>;
}

export function solveIsland({ keys, processes, consuming, flows }: ObservedIsland): IslandLoad {
  const runs = new Map<string, Run>();
  processes.forEach((process, i) => {
    const key = keys[i] as string;
    runs.set(key, newRun(process, process.idleMicro + (consuming.get(key) ?? 0)));
  });
  for (const { perTarget, receivers } of flows)
    for (const key of receivers) {
      const run = runs.get(key);
      if (run) run.rate += perTarget;
    }
  const boxes = new Map<string, Box>();
  const cells = new Set<string>();
  for (const run of runs.values()) if (run.rate > 0 || run.own > 0) enter(run, boxes, cells);
  for (const box of boxes.values()) share(box);
  return {
    uses: [...runs.values()].map((run) => (run.isAtRest ? undefined : run)),
    flows: new Map(flows.map((flow) => [flow.loadBalancer, flowLoad(flow, runs)])),
  };
}

/** A process, what it wants, and what comes of it: filled in as it is worked out. CPU in millionths of a vCPU. */
interface Run extends ProcessUse {
  readonly process: Process;
  isAtRest: boolean;
  /** Milli-requests a second that arrive, from all load balancers. */
  rate: number;
  /** Wanted whether requests come or not. */
  readonly own: number;
  wantedMicro: number;
  cpuMicro: number;
  /** It could have so much, if it wanted it. */
  capacityMicro: number;
  servedRate: number;
  inFlightMilli: number;
  responseMicros: number;
  p95Micros: number;
}

const newRun = (process: Process, own: number): Run => ({
  process,
  isAtRest: true,
  rate: 0,
  own,
  wantedMicro: 0,
  cpuMicro: 0,
  capacityMicro: 0,
  servedRate: 0,
  inFlightMilli: 0,
  responseMicros: 0,
  p95Micros: 0,
});

/** A machine with those on it that are not at rest. */
interface Box {
  readonly runs: Run[];
  wantedMicro: number;
  /** Each is alone in its cell, and no limit holds it. */
  isPlain: boolean;
}

function enter(run: Run, boxes: Map<string, Box>, cells: Set<string>): void {
  const { process, rate, own } = run;
  const wanted = own + cpuFor(rate, process);
  run.isAtRest = false;
  run.wantedMicro = wanted;
  let box = boxes.get(process.box);
  if (!box) boxes.set(process.box, (box = { runs: [], wantedMicro: 0, isPlain: true }));
  box.runs.push(run);
  box.wantedMicro += wanted;
  const { cell, limitMicro, cellLimitMicro } = process;
  if (limitMicro !== null && wanted > limitMicro) box.isPlain = false;
  if (cellLimitMicro !== null && wanted > cellLimitMicro) box.isPlain = false;
  if (cells.has(cell)) box.isPlain = false;
  cells.add(cell);
}

/** Thousandths of a request a second, microseconds each: millionths of a vCPU. */
const cpuFor = (rate: number, { cpuPerRequestMicros }: Process): number =>
  Math.floor((rate * cpuPerRequestMicros) / 1000);

function share({ runs, wantedMicro, isPlain }: Box): void {
  const capacity = runs[0]?.process.boxMicro ?? 0;
  if (isPlain && wantedMicro <= capacity) shareEnough(runs, capacity - wantedMicro);
  else shareScarce(runs, capacity);
}

/** What `shareMachine` says where everybody can have what he wants. */
function shareEnough(runs: readonly Run[], idle: number): void {
  let before: Run | undefined;
  for (const run of runs) {
    work(run, run.wantedMicro, idle, run.wantedMicro, before);
    before = run;
  }
}

function shareScarce(runs: readonly Run[], capacity: number): void {
  const cells = new Map<string, Run[]>();
  for (const run of runs) {
    const cell = cells.get(run.process.cell);
    if (cell) cell.push(run);
    else cells.set(run.process.cell, [run]);
  }
  const groups = [...cells.values()];
  const shares = shareMachine(capacity, groups.map(cellOf));
  const sums = shares.map((cell) => cell.reduce((a, b) => a + b, 0));
  const idle = capacity - sums.reduce((a, b) => a + b, 0);
  let before: Run | undefined;
  groups.forEach((cell, c) => {
    cell.forEach((run, i) => {
      work(run, shares[c]?.[i] ?? 0, idle, sums[c] ?? 0, before);
      before = run;
    });
  });
}

function cellOf(runs: readonly Run[]): Cell {
  const [first] = runs as readonly [Run];
  const runners = runs.map(({ wantedMicro, process: { weight, limitMicro } }) => ({
    want: wantedMicro,
    weight,
    limit: limitMicro,
  }));
  return { runners, weight: first.process.cellWeight, limit: first.process.cellLimitMicro };
}

/** `idle`: what is left over on the machine; `cellGot`: what its cell gets altogether. */
function work(run: Run, got: number, idle: number, cellGot: number, before: Run | undefined): void {
  const { process, rate } = run;
  run.cpuMicro = got;
  run.capacityMicro = got + roomOf(process, got, idle, cellGot);
  if (rate === 0) return;
  // Copies of one thing on one machine are in the same position.
  if (before && samePosition(before, run)) {
    run.servedRate = before.servedRate;
    run.responseMicros = before.responseMicros;
    run.p95Micros = before.p95Micros;
    run.inFlightMilli = before.inFlightMilli;
  } else serve(run);
}

function serve(run: Run): void {
  const { rate, own, cpuMicro: got, wantedMicro: want, capacityMicro } = run;
  const { cpuPerRequestMicros: cpuMicros } = run.process;
  run.servedRate =
    got >= want || cpuMicros === 0
      ? rate
      : Math.min(rate, Math.floor((Math.max(0, got - own) * 1000) / cpuMicros));
  const service: Service = { cpuMicros, usedMicro: got, capacityMicro, saturated: got < want };
  run.responseMicros = responseMicros(service);
  run.p95Micros = p95Micros(run.responseMicros, aloneMicros(service));
  // Little's law: in flight = rate times time.
  run.inFlightMilli = Math.floor((run.servedRate * run.responseMicros) / 1_000_000);
}

const roomOf = (
  { limitMicro, cellLimitMicro }: Process,
  got: number,
  idle: number,
  cellGot: number,
): number =>
  Math.max(
    0,
    Math.min(idle, (limitMicro ?? Infinity) - got, (cellLimitMicro ?? Infinity) - cellGot),
  );

const samePosition = (a: Run, b: Run): boolean =>
  a.cpuMicro === b.cpuMicro &&
  a.capacityMicro === b.capacityMicro &&
  a.rate === b.rate &&
  a.own === b.own &&
  a.wantedMicro === b.wantedMicro &&
  a.process.cpuPerRequestMicros === b.process.cpuPerRequestMicros;

function flowLoad(
  { perTarget, receivers }: ObservedFlow,
  runs: ReadonlyMap<string, Run>,
): FlowLoad {
  let [overflow, served, time, slow] = [0, 0, 0, 0];
  for (const key of receivers) {
    const run = runs.get(key);
    if (!run || run.rate === 0) continue;
    const own = Math.floor((run.servedRate * perTarget) / run.rate);
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
