/** What stands at places of a file: problems of the text, what validation says while typing, what the platform refused. */
import type { EditorMarker, EditorNote } from '../../editor';
import type { Messages } from '../i18n/messages.en';
import type { DocumentFile } from './files.svelte';

export function markersOf(file: DocumentFile, m: Messages): readonly EditorMarker[] {
  const problems = file.problems.map(({ severity, code, detail, range }) => ({
    severity,
    message: m.problems[code](detail),
    range,
  }));
  return [...problems, ...(file.refusals.length > 0 ? file.refusals : file.findings.markers)];
}

/** Lines that differ from what is live, and what is accepted and not simulated. */
export function notesOf(file: DocumentFile, { documents: d }: Messages): EditorNote[] {
  const changed = file.planned.flatMap(({ object, differences }) =>
    differences.map(({ path, was, removed }) => ({
      line: object.document.locate([...object.path, ...path]).line,
      changed: true,
      chip: removed
        ? `${path.join('.')}: ${d.was(was ?? '')}`
        : was === null
          ? d.wasNotSet
          : d.was(was),
      dotted: null,
    })),
  );
  const silent = file.findings.notSimulated.map(({ line, column, endColumn, endLine }) => ({
    line,
    changed: false,
    chip: d.notSimulated,
    dotted: line === endLine ? { column, endColumn } : null,
  }));
  return [...changed, ...silent];
}
