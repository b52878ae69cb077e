/** Events are kept for an hour after they last occurred (kube-apiserver --event-ttl); swept a minute's worth at a time. */
import type { Context, Effect } from '../../../engine/model';
import type { ModelPart } from '../../../engine/composeModel';
import type { ApiCommand } from './commands';
import { EVENT_SWEEPER } from './recordEvent';

export const eventTtlPart: ModelPart = {
  controllers: [
    {
      name: EVENT_SWEEPER,
      latencyMs: 0,
      sync: (minute, ctx) => ({
        commands:
          ctx.count('kubernetes/Event', 'expires', minute) === 0
            ? []
            : [{ model: 'kubernetes', type: 'forgetEvents', minute: Number(minute) }],
      }),
    },
  ],
  commands: {
    forgetEvents: ({ minute }: ApiCommand, ctx: Context): readonly Effect[] =>
      ctx
        .keysBy('kubernetes/Event', 'expires', String(minute))
        .map((key) => ({ do: 'remove', kind: 'kubernetes/Event', key })),
  },
};
