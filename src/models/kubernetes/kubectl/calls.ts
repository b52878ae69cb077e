/**
 * Which command lines of kubectl a container runs: an image of that name with its arguments, or a script that calls it. What else
 * is in the script takes no time, and each line after a failed one is left out.
 */
import { parseImageName } from '../../workload/imageName';
import { parseShell, type ShellList } from '../../workload/shellSyntax';
import type { ImageBehaviour } from '../../workload/types';
import type { Container } from '../types';

/** `registry.k8s.io/kubectl`, `bitnami/kubectl`, `rancher/kubectl`, `alpine/k8s`. */
const ENTRY_POINTS = /(?:^|\/)(?:kubectl|hyperkube)$/;
const SHELLS = /^(?:.*\/)?(?:sh|bash|ash|dash)$/;

type Lines = readonly (readonly string[])[];

export function kubectlCalls({ image = '', command = [], args = [] }: Container): Lines {
  const words = [...command, ...args];
  if (command.length > 0) return linesOf(words);
  const own = parseImageName(image)?.repository ?? '';
  if (!ENTRY_POINTS.test(own)) return linesOf(words);
  // Some of these images start a shell when they are handed one.
  return SHELLS.test(words[0] ?? '') ? linesOf(words) : words.length > 0 ? [words] : NONE;
}
const NONE: Lines = [];

function linesOf(words: readonly string[]): Lines {
  const [program = '', ...rest] = words;
  if (isKubectl(program)) return [rest];
  if (!SHELLS.test(program)) return NONE;
  const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = rest[at + 1];
  return at < 0 || script === undefined ? NONE : inScript(parseShell(script));
}

const isKubectl = (program: string): boolean => /^(?:.*\/)?kubectl$/.test(program);

function inScript(list: ShellList): Lines {
  return list.flatMap(({ node }): Lines => {
    if (node.kind === 'group') return inScript(node.list);
    if (node.kind !== 'command') return [];
    const at = node.words.findIndex(isKubectl);
    return at < 0 ? [] : [node.words.slice(at + 1)];
  });
}

/** A client listens on nothing and ends when it has been answered. */
export const CLIENT: Partial<ImageBehaviour> = {
  startUpMs: 0,
  readyMs: 0,
  listens: null,
  exits: null,
  cpuPerRequestMs: 0,
  idleCpuMilli: 0,
};
