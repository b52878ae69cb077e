/**
 * How long a request takes where several share the CPU. A server with c vCPUs that is busy for the share u of them answers in
 * S / (1 - u^c), S being the time that the request takes alone: exact for one and for two vCPUs with random arrivals (M/M/1,
 * M/M/2), close above. A request waits at most `queueMs`: when everything is taken the queue is full, those in it wait
 * that long, and the rest are lost. Thousandths and microseconds, whole numbers.
 *
 * The 95th percentile is three times the mean (ln 20), as of an exponential distribution. Chosen for teaching: the length
 * of the queue, and that it fills at once.
 */
import { timings } from './timings';

export interface Service {
  /** CPU time of one request, microseconds. */
  readonly cpuMicros: number;
  /** Millionths of a vCPU in use, and that it could have at most. */
  readonly usedMicro: number;
  readonly capacityMicro: number;
  readonly saturated: boolean;
}

export function responseMicros(service: Service): number {
  const alone = aloneMicros(service);
  const queueMicros = timings.queueMs * 1000;
  if (service.saturated) return alone + queueMicros;
  const idle = 1000 - powered(permille(service), cores(service));
  return Math.min(alone + queueMicros, Math.round((alone * 1000) / Math.max(1, idle)));
}

export const p95Micros = (meanMicros: number, aloneMicros: number): number =>
  Math.min(3 * meanMicros, 3 * aloneMicros + timings.queueMs * 1000);

/** Less than one vCPU stretches it. */
export const aloneMicros = ({ cpuMicros, capacityMicro }: Service): number =>
  capacityMicro >= 1_000_000 || capacityMicro === 0
    ? cpuMicros
    : Math.round((cpuMicros * 1_000_000) / capacityMicro);

const cores = ({ capacityMicro }: Service): number =>
  Math.max(1, Math.floor(capacityMicro / 1_000_000));

const permille = ({ usedMicro, capacityMicro }: Service): number =>
  capacityMicro === 0 ? 1000 : Math.min(1000, Math.floor((usedMicro * 1000) / capacityMicro));

/** u^c in thousandths. */
function powered(u: number, c: number): number {
  let power = 1000;
  for (let i = 0; i < c && power > 0; i++) power = Math.floor((power * u) / 1000);
  return power;
}
