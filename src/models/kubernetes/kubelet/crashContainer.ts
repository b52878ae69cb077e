/** The fault `quayside crashContainer { kind: 'kubernetes/Pod', key, container?, exitCode? }`: a process ends now. */
import type { Admission, AnyRequest, Context } from '../../../engine/model';
import { containerEnded } from './containerEnd';
import { notePod } from './notes';
import { podView } from './podView';

interface CrashInput {
  readonly kind?: unknown;
  readonly key?: unknown;
  readonly container?: unknown;
  readonly exitCode?: unknown;
}

/** undefined: another request, or one for another platform. */
export function admitCrashContainer(request: AnyRequest, ctx: Context): Admission | undefined {
  const { api, action, input } = request as AnyRequest & { action?: string; input?: CrashInput };
  if (api !== 'quayside' || action !== 'crashContainer' || input?.kind !== 'kubernetes/Pod')
    return undefined;
  const key = String(input.key);
  const view = podView(ctx, key);
  if (!view) return refused(404, 'NotFound', `pods "${key}" not found on any node`);
  const running = view.containers.filter((c) => c.state === 'Running');
  const named = input.container;
  const crashed =
    named === undefined
      ? (running.find((c) => c.role === 'app') ?? running[0])
      : running.find((c) => c.container.name === named);
  if (!crashed) {
    const which = typeof named === 'string' ? `container "${named}"` : 'no container';
    return refused(409, 'Conflict', `pods "${key}": ${which} is running`);
  }
  const exitCode = typeof input.exitCode === 'number' ? input.exitCode : 1;
  const { name } = crashed.container;
  return {
    ok: true,
    output: { container: name, exitCode },
    effects: [
      notePod(key, { type: 'containerCrashed', data: { container: name, exitCode } }),
      ...containerEnded(ctx, view, crashed, exitCode),
    ],
  };
}

const refused = (status: number, name: string, message: string): Admission => ({
  ok: false,
  status,
  error: { name, message, causes: [] },
});
