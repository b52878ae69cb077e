/** The same as Apply from a shell, whatever the file is for: aws, kubectl or eksctl. */
import type { DocumentFile } from './files.svelte';
import { eksctlLines } from './eksctl';
import { commandLines, isEksctl } from './plan';

export function commandLinesOf({ name, planned }: DocumentFile): string[] {
  const forEksctl = planned.filter(isEksctl);
  const others = planned.filter((each) => !isEksctl(each));
  const own = forEksctl.flatMap(({ object, differences }) =>
    eksctlLines(name, object.value, differences),
  );
  return [...new Set([...own, ...commandLines(name, others)])];
}
