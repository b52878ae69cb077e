/**
 * A sentence for every fact (DECISIONS.md 1.4): models say what happened as data, the page says it in words. The
 * tables are total over the models' fact types: a fact without a sentence, or a sentence without its fact, is a type
 * error, in each language.
 */
import type { FactTypes } from '../../engine/model';
import type { Request } from '../../host/protocol';

export interface Sentence {
  /** One line: the log, and the knot of a cause thread. `code` and **names** are set apart (log/markup.ts). */
  readonly head: string;
  /** The algorithm's own numbers: under the knot, and after the head in the ledger's Why. */
  readonly why?: string | undefined;
  /** The cause in a few words, for the log's last column. */
  readonly because?: string | undefined;
}

type DataOf<F, T> = F extends { readonly type: infer U; readonly data: infer D }
  ? T extends U
    ? D
    : never
  : never;

/** `name`: the thing the fact is about, short and marked as code. */
type Say<D> = (data: D, name: string) => Sentence;

export type ModelSentences<M extends keyof FactTypes> = {
  readonly [T in FactTypes[M] extends { readonly type: infer U extends string } ? U : never]: Say<
    DataOf<FactTypes[M], T>
  >;
};

export interface RequestData {
  readonly by: string;
  readonly request: Request;
}

export type Sentences = { readonly [M in keyof FactTypes]: ModelSentences<M> } & {
  readonly request: { readonly requested: Say<RequestData> };
};
