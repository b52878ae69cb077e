/** Notes on lines as Monaco's decorations: the pen's bar and tint, chips at the end, dots under what is not simulated. */
import type * as Monaco from 'monaco-editor/editor';
import type { EditorNote } from '../types';
import type { MonacoApi } from './loadMonaco';

export function noteDecorations(
  monaco: MonacoApi,
  model: Monaco.editor.ITextModel,
  notes: readonly EditorNote[],
): Monaco.editor.IModelDeltaDecoration[] {
  return notes
    .filter((note) => note.line <= model.getLineCount())
    .flatMap((note) => {
      const end = model.getLineMaxColumn(note.line);
      const line = new monaco.Range(note.line, 1, note.line, end);
      const decorations: Monaco.editor.IModelDeltaDecoration[] = [];
      if (note.changed)
        decorations.push({
          range: line,
          options: {
            isWholeLine: true,
            className: 'editor-changed-line',
            marginClassName: 'editor-changed-margin',
          },
        });
      if (note.dotted)
        decorations.push({
          range: new monaco.Range(
            note.line,
            note.dotted.column,
            note.line,
            Math.min(end, note.dotted.endColumn),
          ),
          options: { inlineClassName: 'editor-dotted' },
        });
      if (note.chip !== null)
        decorations.push({
          range: new monaco.Range(note.line, end, note.line, end),
          options: {
            showIfCollapsed: true,
            after: {
              content: note.chip,
              inlineClassName: 'editor-chip',
              cursorStops: monaco.editor.InjectedTextCursorStops.None,
            },
          },
        });
      return decorations;
    });
}
