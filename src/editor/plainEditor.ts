/**
 * A text field with line numbers at Monaco's own measures. It stands until Monaco arrives and, on phones, for good.
 * `Tab` leaves it as it leaves any field. Errors are listed under the text, because a field cannot underline.
 */
import type { TextRange } from '../documents';
import type { Backend, BackendOptions, EditorFile, EditorMarker, EditorNote } from './types';

interface PlainFile {
  text: string;
  markers: readonly EditorMarker[];
  notes: readonly EditorNote[];
  selection: readonly [number, number];
  scrollTop: number;
}

export function createPlainEditor(element: HTMLElement, options: BackendOptions): Backend {
  const files = new Map<string, PlainFile>();
  const add = ({ name, text }: EditorFile) =>
    files.set(name, { text, markers: [], notes: [], selection: [0, 0], scrollTop: 0 });
  options.files.forEach(add);
  let current = '';

  const root = element.appendChild(document.createElement('div'));
  root.className = 'editor-plain';
  const gutter = root.appendChild(document.createElement('pre'));
  gutter.setAttribute('aria-hidden', 'true');
  const field = root.appendChild(document.createElement('textarea'));
  field.spellcheck = false;
  field.autocapitalize = 'off';
  field.setAttribute('autocorrect', 'off');
  field.wrap = 'off';
  const errors = root.appendChild(document.createElement('ul'));
  errors.className = 'editor-errors';

  const file = () => files.get(current);

  function paintGutter(): void {
    const { text = '', notes = [] } = file() ?? {};
    const changed = new Set(notes.filter((note) => note.changed).map((note) => note.line));
    const count = text.split('\n').length;
    const numbers = Array.from({ length: count }, (_, i) => {
      const line = document.createElement('span');
      line.textContent = String(i + 1);
      if (changed.has(i + 1)) line.dataset['changed'] = '';
      return line;
    });
    gutter.replaceChildren(...numbers);
    gutter.scrollTop = field.scrollTop;
  }

  function paintErrors(): void {
    const markers = (file()?.markers ?? []).filter(({ severity }) => severity === 'error');
    errors.replaceChildren(
      ...markers.map(({ message, range }) => {
        const item = document.createElement('li');
        item.textContent = `${range.line}: ${message}`;
        return item;
      }),
    );
    errors.hidden = markers.length === 0;
    field.setAttribute('aria-invalid', String(markers.length > 0));
  }

  function keepPlace(): void {
    const left = file();
    if (!left) return;
    left.selection = [field.selectionStart, field.selectionEnd];
    left.scrollTop = field.scrollTop;
  }

  field.addEventListener('input', () => {
    const edited = file();
    if (!edited) return;
    edited.text = field.value;
    paintGutter();
    options.onInput(current, field.value);
  });
  field.addEventListener('scroll', () => {
    gutter.scrollTop = field.scrollTop;
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    options.onApply();
  });

  return {
    open(name) {
      keepPlace();
      current = name;
      const shown = file();
      field.value = shown?.text ?? '';
      field.setSelectionRange(...(shown?.selection ?? [0, 0]));
      field.setAttribute('aria-label', options.label(name));
      paintGutter();
      field.scrollTop = shown?.scrollTop ?? 0;
      paintErrors();
    },
    setText(name, text) {
      const edited = files.get(name);
      if (!edited) return;
      edited.text = text;
      if (name === current && field.value !== text) field.value = text;
      if (name === current) paintGutter();
    },
    addFile: (added) => void add(added),
    removeFile: (name) => void files.delete(name),
    setMarkers(name, markers) {
      const marked = files.get(name);
      if (marked) marked.markers = markers;
      if (name === current) paintErrors();
    },
    setNotes(name, notes) {
      const noted = files.get(name);
      if (noted) noted.notes = notes;
      if (name === current) paintGutter();
    },
    reveal(_name, range: TextRange) {
      field.focus();
      field.setSelectionRange(range.from, range.to);
      field.scrollTop = Math.max(0, (range.line - 3) * LINE_HEIGHT);
    },
    show(at) {
      const line = field.value.slice(0, at).split('\n').length;
      const top = (line - 1) * LINE_HEIGHT;
      if (top < field.scrollTop || top + LINE_HEIGHT * 2 > field.scrollTop + field.clientHeight)
        field.scrollTop = Math.max(0, top - LINE_HEIGHT * 2);
    },
    focus: () => field.focus(),
    hasFocus: () => document.activeElement === field,
    selection: () => ({ from: field.selectionStart, to: field.selectionEnd }),
    select: ({ from, to }) => field.setSelectionRange(from, to),
    refresh() {},
    dispose() {
      root.remove();
    },
  };
}

const LINE_HEIGHT = 18;
