/** A part's requests as tables: api -> action -> function. */
import type { ModelPart } from '../../engine/composeModel';
import type { Admission, AnyRequest, Context, Read } from '../../engine/model';

export type Change = (input: unknown, ctx: Context) => Admission;
export type Query = (input: unknown, read: Read) => Admission;
type Table<F> = Readonly<Record<string, Readonly<Record<string, F>>>>;
type ActionRequest = AnyRequest & { readonly action: string; readonly input: unknown };

export function actions(tables: {
  readonly changes: Table<Change>;
  readonly queries: Table<Query>;
}): Required<Pick<ModelPart, 'admit' | 'query'>> {
  const changes = flattened(tables.changes);
  const queries = flattened(tables.queries);
  return {
    admit(request, ctx) {
      const { api, action, input } = request as ActionRequest;
      return changes.get(`${api} ${action}`)?.(input, ctx);
    },
    query(request, read) {
      const { api, action, input } = request as ActionRequest;
      return queries.get(`${api} ${action}`)?.(input, read);
    },
  };
}

const flattened = <F>(table: Table<F>): ReadonlyMap<string, F> =>
  new Map(
    Object.entries(table).flatMap(([api, byAction]) =>
      Object.entries(byAction).map(([action, f]) => [`${api} ${action}`, f] as const),
    ),
  );
