/** quayside `setTraffic` that names a queue: from now on producers send so many messages a second. */
import type { Admission, Context } from '../../../../engine/model';
import { rateAt, type Traffic } from '../../../workload/traffic';
import { readTraffic } from '../../../workload/trafficInput';
import { answer, refuse } from '../../refusal';
import { inputOf, requiredText } from '../../requestInput';
import { changeQueue } from '../commands';
import type { Queue } from '../types';

export const setProducers = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = requiredText(given, 'queue');
    if (!ctx.has('sqs/Queue', name))
      refuse('InvalidParameterValue', `queue must name a queue that exists, not "${name}".`, [
        'queue',
      ]);
    const read = readTraffic(given, 'messagesPerSecond');
    if ('error' in read) return refuse('InvalidParameterValue', read.error, read.path);
    const producers: Traffic = { ...read.traffic, startedAtMs: ctx.nowMs };
    const rate = rateAt(producers, ctx.nowMs);
    const change = (queue: Queue): Queue => ({ ...queue, producers, rate });
    const shape = producers.shape === 'steady' ? {} : { shape: producers.shape };
    const messagesPerSecond = rate / 1000;
    const fact = { type: 'producersSet', data: { messagesPerSecond, ...shape } } as const;
    return {
      ok: true,
      output: { queue: name, messagesPerSecond },
      effects: changeQueue(name, ctx, change, fact),
    };
  });

export const namesQueue = (input: unknown): boolean => inputOf(input)['queue'] !== undefined;
