/** What a selector's noun stands for: a record kind, how a name becomes a key, and fields beside the platform's own. */
import type { Kind, Read, RecordKinds } from '../../../engine/model';
import type { Half, Unit } from '../../types';

export interface Noun<K extends Kind = Kind> {
  readonly kind: K;
  /** null: the ground that both halves stand on. */
  readonly half: Half | null;
  /** undefined: there is no such record now. */
  key(name: string, read: Read): string | undefined;
  readonly fields: Readonly<Record<string, Field<RecordKinds[K]>>>;
  /** What rises while time passes, without the record changing; read as much as it rose since the window began. */
  readonly counters?: Readonly<Record<string, Counter<RecordKinds[K]>>>;
  /** Fields that are looked up in records of other kinds: whose changes can change them. */
  readonly joins?: Readonly<Record<string, readonly Kind[]>>;
}

export type Field<R> = (record: R, at: { readonly key: string; readonly read: Read }) => unknown;

export interface Counter<R> {
  /** Exactly, up to now, in `perUnit`ths. */
  readonly total: Field<R>;
  readonly perUnit: number;
  readonly unit: Unit;
  /** How often it is looked at while it rises; default: each second. */
  readonly everyMs?: number;
  /** Whether it is rising now. */
  rises(record: R): boolean;
}

export const noun = <K extends Kind>(given: Noun<K>): Noun => given as unknown as Noun;

export const byName = (name: string): string => name;

/** The first key that is the name, or ends in `/name`. For kinds of which there are few. */
export const byLastPart =
  (kind: Kind) =>
  (name: string, read: Read): string | undefined =>
    read.keys(kind).find((key) => key === name || key.endsWith(`/${name}`));

export const lastPart = (text: string): string => text.slice(text.lastIndexOf('/') + 1);
