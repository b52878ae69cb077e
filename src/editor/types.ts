/** What the page knows of the editor. No Monaco type leaves this folder. */
import type { Format, TextRange } from '../documents';

export interface EditorFile {
  readonly name: string;
  readonly format: Format;
  readonly text: string;
}

/** Something wrong at a place, in the platform's words. An error's message stands in full under its line. */
export interface EditorMarker {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly range: TextRange;
}

/** A line that differs from what is live, or a chip at its end ("was 2.4", "not simulated"). */
export interface EditorNote {
  readonly line: number;
  readonly changed: boolean;
  readonly chip: string | null;
  /** Columns to underline with dots: accepted, but not simulated. */
  readonly dotted: { readonly column: number; readonly endColumn: number } | null;
}

export interface Selection {
  readonly from: number;
  readonly to: number;
}

export interface EditorOptions {
  readonly files: readonly EditorFile[];
  /** Language of the editor's own menus; taken when Monaco loads. */
  readonly language: 'en' | 'ko';
  /** Spoken name of the text field, given the file's. */
  readonly label: (fileName: string) => string;
  /** Never more than a plain text field: on phones, and to save data. */
  readonly plain: boolean;
  /** Ctrl or Cmd with Enter. */
  readonly onApply: () => void;
}

export interface Editor {
  /** The file that is shown. */
  readonly current: string;
  open(name: string): void;
  getText(name: string): string;
  /** Replaces the text as one edit that can be undone. */
  setText(name: string, text: string): void;
  addFile(file: EditorFile): void;
  removeFile(name: string): void;
  /** Called after every edit, by hand or by `setText`. */
  onChange(listener: (name: string, text: string) => void): void;
  setMarkers(name: string, markers: readonly EditorMarker[]): void;
  setNotes(name: string, notes: readonly EditorNote[]): void;
  reveal(name: string, range: TextRange): void;
  /** Opens the file and brings an offset into sight, with the cursor there; the focus stays where it is. */
  show(name: string, at: number): void;
  focus(): void;
  /** The theme changed: read the colours again. */
  refresh(): void;
  /** Resolves when the full editor stands, or never will. */
  readonly ready: Promise<void>;
  /** Starts to fetch the full editor. */
  load(): void;
  dispose(): void;
}

/** What shows the files: a text field at first, Monaco once it has arrived. */
export interface Backend {
  open(name: string): void;
  setText(name: string, text: string): void;
  addFile(file: EditorFile): void;
  removeFile(name: string): void;
  setMarkers(name: string, markers: readonly EditorMarker[]): void;
  setNotes(name: string, notes: readonly EditorNote[]): void;
  reveal(name: string, range: TextRange): void;
  show(at: number): void;
  focus(): void;
  hasFocus(): boolean;
  selection(): Selection;
  select(selection: Selection): void;
  refresh(): void;
  dispose(): void;
}

export interface BackendOptions extends EditorOptions {
  readonly onInput: (name: string, text: string) => void;
}
