/** What happens to a thing next: the earliest entry of the agenda about it. */
import type { Ref } from '../../engine/model';
import type { AgendaEntry } from '../../host/protocol';
import { inWords } from '../time/dueMarks';

export function nextOf(
  { kind, key }: Ref,
  agenda: readonly AgendaEntry[],
  names: Readonly<Record<string, string>>,
): { readonly what: string; readonly dueAtMs: number } | null {
  const entry = agenda.find(
    ({ about, what }) => about?.kind === kind && about.key === key && what !== 'forgotten',
  );
  return entry ? { what: names[entry.what] ?? inWords(entry.what), dueAtMs: entry.dueAtMs } : null;
}
