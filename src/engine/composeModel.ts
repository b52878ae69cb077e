/** Puts a model together from parts, each the work of one folder: requests, controllers, an agent... */
import type { AnyRequest, Admission, Command, Context, Effect, Model, Read } from './model';

export interface ModelPart extends Partial<
  Pick<
    Model,
    'controllers' | 'lifecycles' | 'watches' | 'indexes' | 'tallies' | 'projections' | 'invariants'
  >
> {
  /** Command type -> how it is carried out. A type may have one handler in all parts together. */
  readonly commands?: Readonly<Record<string, (command: never, ctx: Context) => readonly Effect[]>>;
  /** The first part that answers a request wins; undefined passes it on. */
  admit?(request: AnyRequest, ctx: Context): Admission | undefined;
  query?(request: AnyRequest, read: Read): Admission | undefined;
}

export function composeModel(
  name: string,
  accepts: (request: AnyRequest) => boolean,
  parts: readonly ModelPart[],
): Model {
  const handlers = new Map<string, (command: never, ctx: Context) => readonly Effect[]>();
  for (const part of parts)
    for (const [type, handler] of Object.entries(part.commands ?? {})) {
      if (handlers.has(type)) throw new Error(`${name}: two handlers for command ${type}`);
      handlers.set(type, handler);
    }
  return {
    name,
    accepts,
    admit(request, ctx) {
      for (const part of parts) {
        const answer = part.admit?.(request, ctx);
        if (answer) return answer;
      }
      return {
        ok: false,
        status: 404,
        error: {
          name: 'UnknownOperationException',
          message: `${name} does not know this request.`,
          causes: [],
        },
      };
    },
    query(request, read) {
      for (const part of parts) {
        const answer = part.query?.(request, read);
        if (answer) return answer;
      }
      return undefined;
    },
    effectsOf(command: Command, ctx: Context) {
      const { type } = command as unknown as { type: string };
      const handler = handlers.get(type);
      if (!handler) throw new Error(`${name}: no handler for command ${type}`);
      return handler(command as never, ctx);
    },
    controllers: parts.flatMap((p) => p.controllers ?? []),
    lifecycles: parts.flatMap((p) => p.lifecycles ?? []),
    watches: parts.flatMap((p) => p.watches ?? []),
    indexes: parts.flatMap((p) => p.indexes ?? []),
    tallies: parts.flatMap((p) => p.tallies ?? []),
    projections: parts.flatMap((p) => p.projections ?? []),
    invariants: (read) => parts.flatMap((p) => p.invariants?.(read) ?? []),
  };
}
