/** How a file stands, in one sentence for the foot of its pane. */
import type { Messages } from '../i18n/messages.en';
import { shownTime } from '../time/shownTime';
import type { DocumentFile } from './files.svelte';

export interface Status {
  readonly text: string;
  readonly tone: 'plain' | 'pen' | 'broken';
}

export function statusOf(
  file: DocumentFile | undefined,
  { documents: d }: Messages,
  originMs: number,
): Status {
  if (!file) return { text: '', tone: 'plain' };
  if (file.broken > 0) return { text: d.broken(file.broken), tone: 'broken' };
  const { outcome } = file;
  if (outcome?.kind === 'refused') {
    const text = outcome.done === 0 ? d.refused : d.partly(outcome.done, outcome.all);
    return { text, tone: 'broken' };
  }
  if (file.planned.length === 0) return { text: d.nothing, tone: 'plain' };
  if (file.errors > 0) return { text: d.errors(file.errors), tone: 'broken' };
  if (outcome?.kind === 'registered')
    return { text: d.registered(outcome.definition), tone: 'plain' };
  if (file.differs) {
    const count = file.changedLines.length;
    return { text: count > 0 ? d.lines(count) : d.notLive, tone: 'pen' };
  }
  if (outcome?.kind === 'applied') {
    const what = file.runs ? d.ran : d.same;
    return { text: d.applied(what, shownTime(outcome.atMs, originMs)), tone: 'plain' };
  }
  if (file.runs) return { text: d.runs, tone: 'plain' };
  const silent = file.findings.notSimulated.length;
  return { text: silent > 0 ? `${d.same}. ${d.notSimulatedCount(silent)}` : d.same, tone: 'plain' };
}
