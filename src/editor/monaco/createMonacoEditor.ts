/** Monaco behind the editor's own words: a model and a place per file, markers, notes, and a way out with the keyboard. */
import type * as Monaco from 'monaco-editor/editor';
import type { TextRange } from '../../documents';
import type { Backend, BackendOptions, EditorFile, EditorMarker } from '../types';
import { createErrorLines } from './errorLines';
import { loadMonaco, type MonacoApi } from './loadMonaco';
import { noteDecorations } from './notes';
import { applyTheme, THEME } from './theme';

interface OpenFile {
  readonly model: Monaco.editor.ITextModel;
  viewState: Monaco.editor.ICodeEditorViewState | null;
  markers: readonly EditorMarker[];
  decorationIds: string[];
}

export async function createMonacoEditor(
  element: HTMLElement,
  options: BackendOptions,
): Promise<Backend> {
  const monaco = await loadMonaco(options.language);
  applyTheme(monaco.editor, element);
  const files = new Map<string, OpenFile>();
  const addFile = (file: EditorFile) => {
    files.set(file.name, openFile(monaco, file, options));
  };
  options.files.forEach(addFile);
  const editor = monaco.editor.create(element, { ...LOOK, model: null });
  const errorLines = createErrorLines(editor);
  let current = '';
  const shown = () => files.get(current);

  letTabLeave(monaco, editor);
  // CtrlCmd + Enter inserts a line in Monaco; here it applies.
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, options.onApply);
  void document.fonts.ready.then(() => {
    monaco.editor.remeasureFonts();
  });

  return {
    open(name) {
      const left = shown();
      if (left) left.viewState = editor.saveViewState();
      current = name;
      const file = shown();
      editor.setModel(file?.model ?? null);
      editor.updateOptions({ ariaLabel: options.label(name) });
      if (file?.viewState) editor.restoreViewState(file.viewState);
      errorLines.show(file?.markers ?? []);
    },
    setText(name, text) {
      const model = files.get(name)?.model;
      if (!model || model.getValue() === text) return;
      model.pushEditOperations([], [editTo(monaco, model, text)], () => null);
    },
    addFile,
    removeFile(name) {
      files.get(name)?.model.dispose();
      files.delete(name);
    },
    setMarkers(name, markers) {
      const file = files.get(name);
      if (!file) return;
      file.markers = markers;
      monaco.editor.setModelMarkers(file.model, THEME, markers.map(markerData(monaco)));
      if (name === current) errorLines.show(markers);
    },
    setNotes(name, notes) {
      const file = files.get(name);
      if (!file) return;
      const decorations = noteDecorations(monaco, file.model, notes);
      file.decorationIds = file.model.deltaDecorations(file.decorationIds, decorations);
    },
    reveal(_name, range: TextRange) {
      editor.setSelection(rangeOf(range));
      editor.revealRangeInCenterIfOutsideViewport(rangeOf(range));
      editor.focus();
    },
    show(at) {
      const position = editor.getModel()?.getPositionAt(at);
      if (!position) return;
      editor.setPosition(position);
      editor.revealPositionInCenterIfOutsideViewport(position);
    },
    focus: () => editor.focus(),
    hasFocus: () => editor.hasTextFocus(),
    selection() {
      const model = editor.getModel();
      const selection = editor.getSelection();
      if (!model || !selection) return { from: 0, to: 0 };
      return {
        from: model.getOffsetAt(selection.getStartPosition()),
        to: model.getOffsetAt(selection.getEndPosition()),
      };
    },
    select({ from, to }) {
      const model = editor.getModel();
      if (!model) return;
      editor.setSelection(
        monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to)),
      );
    },
    refresh: () => applyTheme(monaco.editor, element),
    dispose() {
      for (const { model } of files.values()) model.dispose();
      editor.dispose();
      element.remove();
    },
  };
}

function openFile(monaco: MonacoApi, file: EditorFile, options: BackendOptions): OpenFile {
  const uri = monaco.Uri.parse(`file:///documents/${file.name}`);
  // An editor that was closed while it was being fetched may have left one.
  monaco.editor.getModel(uri)?.dispose();
  const model = monaco.editor.createModel(file.text, file.format, uri);
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  model.onDidChangeContent(() => {
    options.onInput(file.name, model.getValue());
  });
  return { model, viewState: null, markers: [], decorationIds: [] };
}

/** Esc, then Tab, leaves the editor, as its footer says; any other key takes Tab back. */
function letTabLeave(monaco: MonacoApi, editor: Monaco.editor.IStandaloneCodeEditor): void {
  editor.onKeyDown(({ keyCode }) => {
    if (keyCode === monaco.KeyCode.Tab || keyCode === monaco.KeyCode.Shift) return;
    editor.updateOptions({ tabFocusMode: keyCode === monaco.KeyCode.Escape });
  });
  editor.onDidBlurEditorText(() => {
    editor.updateOptions({ tabFocusMode: false });
  });
}

/** Only what differs is replaced: cursor, folds and scroll of the rest stay. */
function editTo(monaco: MonacoApi, model: Monaco.editor.ITextModel, text: string) {
  const before = model.getValue();
  const most = Math.min(before.length, text.length);
  let head = 0;
  while (head < most && before[head] === text[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const range = monaco.Range.fromPositions(
    model.getPositionAt(head),
    model.getPositionAt(before.length - tail),
  );
  return { range, text: text.slice(head, text.length - tail) };
}

const rangeOf = (range: TextRange): Monaco.IRange => ({
  startLineNumber: range.line,
  startColumn: range.column,
  endLineNumber: range.endLine,
  endColumn: range.endColumn,
});

const markerData =
  (monaco: MonacoApi) =>
  ({ severity, message, range }: EditorMarker): Monaco.editor.IMarkerData => ({
    ...rangeOf(range),
    message,
    severity: {
      error: monaco.MarkerSeverity.Error,
      warning: monaco.MarkerSeverity.Warning,
      info: monaco.MarkerSeverity.Info,
    }[severity],
  });

const LOOK: Monaco.editor.IStandaloneEditorConstructionOptions = {
  theme: THEME,
  automaticLayout: true,
  fontFamily: "'IBM Plex Mono', 'Pretendard Variable', ui-monospace, monospace",
  fontSize: 12.5,
  lineHeight: 18,
  padding: { top: 6, bottom: 6 },
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 17,
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  renderLineHighlight: 'none',
  guides: { indentation: true },
  bracketPairColorization: { enabled: false },
  wordBasedSuggestions: 'off',
  quickSuggestions: { strings: true, other: true, comments: false },
  fixedOverflowWidgets: true,
  stickyScroll: { enabled: false },
  unicodeHighlight: { nonBasicASCII: false, ambiguousCharacters: false, invisibleCharacters: true },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  contextmenu: true,
  links: false,
  occurrencesHighlight: 'off',
  selectionHighlight: false,
};
