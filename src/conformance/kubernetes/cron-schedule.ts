/** Cron expressions: what they mean and when they come next. */
import {
  nextTime,
  parseSchedule,
  ScheduleError,
} from '../../models/kubernetes/controllers/cronJob/schedule';
import { differences, type Suite } from '../suite';
import { instantOf, instantText } from './instants';

type Input = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'cron-schedule',
  check({ input, expect }) {
    return differences(expect, answer(input));
  },
};

function answer(input: Input): Input {
  try {
    return { error: false, ...timesOf(input) };
  } catch (error) {
    if (error instanceof ScheduleError) return { error: true };
    throw error;
  }
}

function timesOf(input: Input): Input {
  const schedule = parseSchedule(input['schedule'] as string);
  const zone = (input['timeZone'] as string | undefined) ?? 'UTC';
  const after = instantOf(input['after']);
  switch (input['operation']) {
    case 'parse':
      return {};
    case 'next': {
      const next = nextTime(schedule, after, zone);
      return { next: next === null ? null : instantText(next) };
    }
    case 'activates': {
      const at = instantOf(input['at']);
      return { activates: nextTime(schedule, at - 1, zone) === at };
    }
    case 'nextN': {
      const times: string[] = [];
      for (let at: number | null = after; times.length < (input['count'] as number);) {
        at = at === null ? null : nextTime(schedule, at, zone);
        if (at === null) break;
        times.push(instantText(at));
      }
      return { times };
    }
    default:
      throw new Error(`unknown operation ${String(input['operation'])}`);
  }
}
