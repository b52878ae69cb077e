/** The API server as a client inside the world reaches it: the same reads and writes, without the way from outside. */
import type { Context, Effect, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { apiPart } from './part';
import { rejection } from './status';

const NO_SUCH = rejection(404, 'NotFound', 'the server could not find the requested resource');

/** Answers a read. */
export function requestOutput(
  request: KubernetesRequest,
  ctx: Context,
): Readonly<Record<string, unknown>> | Rejection {
  const answer = apiPart.query?.(request, ctx);
  if (!answer) return NO_SUCH;
  return answer.ok ? (answer.output as Readonly<Record<string, unknown>>) : answer;
}

/** What a write changes. */
export function requestEffects(
  request: KubernetesRequest,
  ctx: Context,
): readonly Effect[] | Rejection {
  const answer = apiPart.admit?.(request, ctx);
  if (!answer) return NO_SUCH;
  return answer.ok ? answer.effects : answer;
}
