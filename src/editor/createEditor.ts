/**
 * The editor of the page: several files, one of them shown, undo kept for each. A plain text field of the same
 * measures stands there at once and can be typed in; when Monaco has arrived it takes over text, place and focus.
 */
import './editor.css';
import { createPlainEditor } from './plainEditor';
import type { Backend, Editor, EditorFile, EditorMarker, EditorNote, EditorOptions } from './types';

interface FileState {
  readonly format: EditorFile['format'];
  text: string;
  markers: readonly EditorMarker[];
  notes: readonly EditorNote[];
}

export function createEditor(element: HTMLElement, options: EditorOptions): Editor {
  const files = new Map<string, FileState>();
  const listeners: ((name: string, text: string) => void)[] = [];
  let current = options.files[0]?.name ?? '';
  let disposed = false;
  let loading: Promise<void> | undefined;
  let arrived: () => void = () => {};
  const ready = new Promise<void>((resolve) => (arrived = resolve));

  const remember = ({ name, format, text }: EditorFile) =>
    files.set(name, { format, text, markers: [], notes: [] });
  options.files.forEach(remember);

  const backendOptions = {
    ...options,
    onInput(name: string, text: string) {
      const file = files.get(name);
      if (!file || file.text === text) return;
      file.text = text;
      for (const listener of listeners) listener(name, text);
    },
  };
  let backend: Backend = createPlainEditor(element, backendOptions);
  backend.open(current);

  async function becomeMonaco(): Promise<void> {
    const { createMonacoEditor } = await import('./monaco/createMonacoEditor');
    const present = [...files].map(([name, { format, text }]) => ({ name, format, text }));
    if (disposed) return;
    const place = element.appendChild(document.createElement('div'));
    place.className = 'editor-monaco';
    const monaco = await createMonacoEditor(place, { ...backendOptions, files: present });
    if (disposed) return monaco.dispose();
    const focused = backend.hasFocus();
    const selection = backend.selection();
    backend.dispose();
    backend = monaco;
    for (const [name, file] of files) {
      monaco.setText(name, file.text);
      monaco.setMarkers(name, file.markers);
      monaco.setNotes(name, file.notes);
    }
    monaco.open(current);
    monaco.select(selection);
    if (focused) monaco.focus();
  }

  return {
    get current() {
      return current;
    },
    ready,
    open(name) {
      if (!files.has(name)) return;
      current = name;
      backend.open(name);
    },
    getText: (name) => files.get(name)?.text ?? '',
    setText(name, text) {
      backend.setText(name, text);
      backendOptions.onInput(name, text);
    },
    addFile(file) {
      remember(file);
      backend.addFile(file);
    },
    removeFile(name) {
      files.delete(name);
      backend.removeFile(name);
    },
    onChange: (listener) => void listeners.push(listener),
    setMarkers(name, markers) {
      const file = files.get(name);
      if (file) file.markers = markers;
      backend.setMarkers(name, markers);
    },
    setNotes(name, notes) {
      const file = files.get(name);
      if (file) file.notes = notes;
      backend.setNotes(name, notes);
    },
    reveal(name, range) {
      this.open(name);
      backend.reveal(name, range);
    },
    show(name, at) {
      if (current !== name) this.open(name);
      backend.show(at);
    },
    focus: () => backend.focus(),
    refresh: () => backend.refresh(),
    load() {
      // Without Monaco (offline, blocked) the text field stays: everything can still be typed and applied.
      loading ??= options.plain ? Promise.resolve() : becomeMonaco().catch(() => {});
      void loading.then(arrived);
    },
    dispose() {
      disposed = true;
      backend.dispose();
    },
  };
}
