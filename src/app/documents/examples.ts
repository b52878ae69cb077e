/** Real, complete files to start from: names and titles at once, each text when it is chosen. */
import catalogue from '../../../lessons/examples/examples.json';

export interface Example {
  readonly file: string;
  readonly title: { readonly en: string; readonly ko: string };
  /** Files that make what it speaks of, in order: they are applied before it. */
  readonly after?: readonly string[];
}

export const examples: readonly Example[] = catalogue;

const texts = import.meta.glob<string>('../../../lessons/examples/*.{yaml,json}', {
  query: '?raw',
  import: 'default',
});

/** With what it needs, itself last. */
export const withNeeds = (example: Example): readonly Example[] => [
  ...examples.filter(({ file }) => example.after?.includes(file)),
  example,
];

export async function exampleText({ file }: Example): Promise<string> {
  const load = texts[`../../../lessons/examples/${file}`];
  if (!load) throw new Error(`no example ${file}`);
  return load();
}
