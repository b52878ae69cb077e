/** The editor as the page knows it. */
export { createEditor } from './createEditor';
export type { Editor, EditorFile, EditorMarker, EditorNote, EditorOptions } from './types';
