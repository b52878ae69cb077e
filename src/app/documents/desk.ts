/** The documents for a lesson that writes in them (`Desk` in handles.ts): through the same editor, with the learner's texts put aside. */
import type { Desk } from '../handles';
import type { Aside } from './aside';
import type { Files } from './files.svelte';

interface Editor {
  setText(name: string, text: string): void;
  write(name: string, text: string, at: number): void;
}

export function deskOf(files: Files, aside: Aside, editor: Editor): Desk {
  const putAside = () => aside.put(Object.fromEntries(files.all.map((f) => [f.name, f.text])));
  return {
    get hasAside() {
      return aside.holds;
    },
    putAside,
    takeBack() {
      for (const [name, text] of Object.entries(aside.take())) editor.setText(name, text);
    },
    revertAll() {
      putAside();
      for (const { name, original } of files.all)
        if (original !== null) editor.setText(name, original);
    },
    text: (name) => files.named(name)?.text ?? '',
    write: (name, text, at) => editor.write(name, text, at),
    applied(name) {
      const file = files.named(name);
      if (file) file.appliedText = file.text;
    },
  };
}
