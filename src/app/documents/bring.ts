/** Files that come from outside the page and leave it: dropped, opened, saved. */
import { LIMITS } from '../../documents/document';
import type { DocumentFile, Files } from './files.svelte';

/** Adds what was chosen or dropped; returns the names of those that are too long to be a document. */
export async function bringFiles(chosen: Iterable<File>, files: Files): Promise<string[]> {
  const tooLong: string[] = [];
  for (const file of chosen) {
    // A character takes at most four bytes: what passes here is measured exactly when it is read.
    if (file.size > LIMITS.textLength * 4) tooLong.push(file.name);
    else files.add(file.name, await file.text());
  }
  return tooLong;
}

/** Saves the text under its own name. */
export function download({ name, text, format }: DocumentFile): void {
  const type = format === 'json' ? 'application/json' : 'application/yaml';
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
