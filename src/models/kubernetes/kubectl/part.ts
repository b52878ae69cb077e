/**
 * Containers that are a kubectl: a second after the process has started its request reaches the API server, made by the pod's
 * service account; then the next line, or the end. Key of the controller: that of the process.
 */
import type { ModelPart } from '../../../engine/composeModel';
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
} from '../../../engine/model';
import { timings } from '../../workload/timings';
import { userName } from '../api/authorization';
import { runKubectl } from './runKubectl';

const CONTROLLER = 'kubernetes/kubectl';

/** About the pod. */
export interface KubectlFact {
  readonly type: 'kubectlRan';
  readonly data: {
    readonly container: string;
    /** `kubectl patch hpa web ...` without the patch's text. */
    readonly command: string;
    readonly user: string;
    readonly exitCode: number;
    /** What it prints. */
    readonly output: string;
  };
}

export type KubectlEngineCommand =
  | { readonly type: 'runKubectl'; readonly process: string; readonly line: number }
  /** The one command here that carries what it writes: the answer was worked out when it was asked. */
  | { readonly type: 'writeForKubectl'; readonly effects: readonly Effect[] };

const command = (body: KubectlEngineCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

const controller: Controller = {
  name: CONTROLLER,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    if (!process?.calls || process.ended) return undefined;
    const line = Math.floor((read.nowMs - process.startedAtMs) / timings.toolMs) - 1;
    const nextMs = process.startedAtMs + (Math.max(0, line + 1) + 1) * timings.toolMs;
    const due = (read.nowMs - process.startedAtMs) % timings.toolMs === 0 && line >= 0;
    return {
      commands: due ? [command({ type: 'runKubectl', process: key, line })] : [],
      ...(line + 1 < process.calls.length ? { requeueAfterMs: nextMs - read.nowMs } : {}),
    };
  },
};

function run(
  { process: key, line }: Extract<KubectlEngineCommand, { type: 'runKubectl' }>,
  ctx: Context,
): readonly Effect[] {
  const process = ctx.get('workload/Process', key);
  const words = process?.calls?.[line];
  const pod = process && ctx.get('kubernetes/Pod', process.about.key);
  if (!process || !words || !pod || process.ended) return [];
  const { namespace = 'default' } = pod.metadata;
  const account = { namespace, name: pod.spec.serviceAccountName ?? 'default' };
  const { exitCode, output, effects } = runKubectl(words, { account, namespace }, ctx);
  const last = exitCode !== 0 || line + 1 >= (process.calls?.length ?? 0);
  const data = {
    container: process.container,
    command: shown(words),
    user: userName(account),
    exitCode,
    output,
  };
  return [
    {
      do: 'note',
      fact: { model: 'kubernetes', type: 'kubectlRan', about: process.about, data },
    },
    { do: 'command', command: command({ type: 'writeForKubectl', effects }) },
    ...(last
      ? [
          {
            do: 'command',
            command: {
              model: 'workload',
              type: 'endProcess',
              process: key,
              exitCode,
              message: output,
            },
          } as const,
        ]
      : []),
  ];
}

/** A patch is long: what it is put on says enough. */
function shown(words: readonly string[]): string {
  const short = words.filter(
    (word, i) => !/^\s*[[{]/.test(word) && !/^(-p|--patch)$/.test(words[i] ?? ''),
  );
  return ['kubectl', ...short.filter((word) => !/^--patch=/.test(word))].join(' ');
}

export const kubectlPart: ModelPart = {
  controllers: [controller],
  commands: {
    runKubectl: run,
    writeForKubectl: ({
      effects,
    }: Extract<KubectlEngineCommand, { type: 'writeForKubectl' }>): readonly Effect[] => effects,
  },
  watches: [
    defineWatch({
      kind: 'workload/Process',
      wakes: CONTROLLER,
      keys: (after, before, key) => (after?.calls && !before ? [key] : []),
    }),
  ],
};
