/**
 * What a container's command does with its time (DECISIONS.md 1.8): a small table of programs that real manifests depend
 * on (`sleep 3600`, `exit 1`, endless loops, one-shot tools, `stress`), read through shell scripts. A program that is not
 * in the table runs on as the image would.
 *
 * Simplified: conditions that look outside (`until nslookup db`, `while ! nc -z ...`) hold at once; `if` and `case` are
 * passed over; variables have no value.
 */
import { parseShell, type ShellList, type ShellNode } from './shellSyntax';
import { timings } from './timings';

export type ProcessCourse =
  | { readonly what: 'ends'; readonly afterMs: number; readonly code: number }
  /** Runs for ever and serves nobody. */
  | { readonly what: 'idles'; readonly memoryMiB?: number; readonly cpuMilli?: number }
  /** Runs on as the image does, from `afterMs` on. */
  | { readonly what: 'serves'; readonly afterMs: number };

/** How one piece of a script leaves it: on to the next piece, out of the loop, out of the shell, or not at all. */
type Step =
  | { readonly to: 'next' | 'break' | 'exit'; readonly afterMs: number; readonly code: number }
  | {
      readonly to: 'never';
      readonly afterMs: number;
      readonly memoryMiB?: number;
      readonly cpuMilli?: number;
    }
  | { readonly to: 'server'; readonly afterMs: number };

export function processCourse(words: readonly string[]): ProcessCourse {
  const step = runProgram(words);
  if (step.to === 'server') return { what: 'serves', afterMs: step.afterMs };
  if (step.to !== 'never') return { what: 'ends', afterMs: step.afterMs, code: step.code };
  const { memoryMiB, cpuMilli } = step;
  return {
    what: 'idles',
    ...(memoryMiB === undefined ? {} : { memoryMiB }),
    ...(cpuMilli === undefined ? {} : { cpuMilli }),
  };
}

const next = (afterMs: number, code: number): Step => ({ to: 'next', afterMs, code });
const never: Step = { to: 'never', afterMs: 0 };
const serverNow: Step = { to: 'server', afterMs: 0 };

function runList(list: ShellList): Step {
  let afterMs = 0;
  let code = 0;
  const background: Step[] = [];
  for (const { joiner, node, background: aside } of list) {
    if ((joiner === '&&' && code !== 0) || (joiner === '||' && code === 0)) continue;
    const waits = node.kind === 'command' && node.words[0] === 'wait';
    const step = waits ? longest(background) : runNode(node);
    if (aside) {
      background.push(step);
      continue;
    }
    afterMs += step.afterMs;
    if (step.to !== 'next') return { ...step, afterMs };
    code = step.code;
  }
  return next(afterMs, code);
}

function longest(steps: readonly Step[]): Step {
  const lasting = steps.find((s) => s.to === 'server') ?? steps.find((s) => s.to === 'never');
  return lasting ?? next(Math.max(0, ...steps.map((s) => s.afterMs)), 0);
}

function runNode(node: ShellNode): Step {
  switch (node.kind) {
    case 'command':
      return runProgram(node.words);
    case 'group':
      return runList(node.list);
    case 'skipped':
      return next(0, 0);
    case 'for':
      return repeat(node.body, timesOf(node.words));
    case 'while':
    case 'until': {
      const condition = runList(node.condition);
      if (condition.to !== 'next') return condition;
      const holds = (condition.code === 0) === (node.kind === 'while');
      if (!holds) return next(condition.afterMs, 0);
      const body = runList(node.body);
      if (body.to === 'next') return never;
      return body.to === 'break' ? next(body.afterMs, 0) : body;
    }
  }
}

function repeat(body: ShellList, times: number): Step {
  const once = runList(body);
  if (once.to === 'break') return next(once.afterMs, 0);
  return once.to === 'next' ? next(once.afterMs * times, once.code) : once;
}

/** `1 2 3`, `{1..10}`, `$(seq 5)`; anything else counts as one word. */
function timesOf(words: readonly string[]): number {
  return words.reduce((sum, word) => {
    const range =
      /^\{(\d+)\.\.(\d+)\}$/.exec(word) ?? /^[$`(]*seq (?:(\d+) )?(\d+)[)`]*$/.exec(word);
    return sum + (range ? Math.max(0, Number(range[2]) - Number(range[1] ?? 1) + 1) : 1);
  }, 0);
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);
const WRAPPERS = new Set([
  'exec',
  'nohup',
  'time',
  'sudo',
  'command',
  'env',
  'tini',
  'dumb-init',
  '--',
]);
/** Done as soon as they are called. */
const INSTANT = new Set(
  (
    'true : echo printf export set unset cd trap touch rm mkdir rmdir mv ln cat ls pwd date env hostname id whoami ' +
    'uname chmod chown test [ [[ kill killall pkill umask shift local readonly source . alias ulimit basename ' +
    'dirname expr seq stat head wc'
  ).split(' '),
);
/** Done after a while. */
const TOOLS = new Set(
  (
    'cp tar gzip gunzip unzip curl wget nslookup dig host nc netstat grep sed awk find sort cut tr tee base64 openssl ' +
    'apt apt-get apk yum dnf microdnf pip pip3 gem aws kubectl git df du ps free nvidia-smi hl-smi dd sync sysctl ' +
    'mysqladmin pg_isready psql redis-cli jq'
  ).split(' '),
);
const ENDLESS = new Set(['watch', 'top', 'yes', 'htop', 'inotifywait']);
const INTERPRETERS = new Set(['perl', 'python', 'python3', 'node', 'ruby', 'php']);

function runProgram(words: readonly string[]): Step {
  const [first = '', ...rest] = words;
  if (first === '') return next(0, 0);
  if (/^[A-Za-z_]\w*=/.test(first)) return runProgram(rest);
  if (first === '!') return negated(runProgram(rest));
  const program = first.slice(first.lastIndexOf('/') + 1);
  if (WRAPPERS.has(program) && rest.length > 0) return runProgram(rest);
  if (SHELLS.has(program)) return runShell(rest);
  if (INTERPRETERS.has(program)) return runInterpreter(rest);
  switch (program) {
    case 'sleep':
      return sleep(rest);
    case 'exit':
    case 'return':
      return { to: 'exit', afterMs: 0, code: Number.parseInt(rest[0] ?? '0', 10) & 255 || 0 };
    case 'break':
      return { to: 'break', afterMs: 0, code: 0 };
    case 'false':
    case 'read':
      return next(0, 1);
    case 'test':
    case '[':
    case '[[':
      // A script that waits for something to stop being absent has waited long enough.
      return next(0, rest[0] === '!' ? 1 : 0);
    case 'tail':
      return rest.some((w) => /^-\w*[fF]|^--follow/.test(w)) ? never : next(0, 0);
    case 'ping':
      return ping(rest);
    case 'timeout':
      return timeout(rest);
    case 'stress':
    case 'stress-ng':
      return stress(rest);
  }
  if (INSTANT.has(program)) return next(0, 0);
  if (TOOLS.has(program)) return next(timings.toolMs, 0);
  return ENDLESS.has(program) ? never : serverNow;
}

function negated(step: Step): Step {
  return step.to === 'next' ? { ...step, code: step.code === 0 ? 1 : 0 } : step;
}

/** `sh -c SCRIPT`, also `-lc`, `-ec`; a bare shell without a terminal ends at once; a script file is unknown. */
function runShell(rest: readonly string[]): Step {
  const c = rest.findIndex((w) => /^-[a-z]*c$/.test(w));
  const script = rest[c + 1];
  if (c >= 0 && script !== undefined) {
    const step = runList(parseShell(script));
    return step.to === 'exit' || step.to === 'break' ? next(step.afterMs, step.code) : step;
  }
  return rest.some((w) => !w.startsWith('-')) ? serverNow : next(0, 0);
}

const INLINE = /^-(?:-?e(?:val)?|c|r|[a-zA-Z]*e)$/;
const LOOPS = /while\s*\(?\s*(?:true|1)\b|serve_forever|setInterval|\.listen\(/i;

function runInterpreter(rest: readonly string[]): Step {
  const flag = rest.findIndex((w) => INLINE.test(w));
  if (flag < 0) return rest.length > 0 ? serverNow : next(0, 0);
  const code = rest[flag + 1] ?? '';
  if (/serve_forever|\.listen\(/.test(code)) return serverNow;
  if (LOOPS.test(code)) return never;
  const exits = /exit\s*\(?\s*(\d+)/.exec(code);
  const slept = [...code.matchAll(/sleep\s*\(?\s*(\d+)/g)].reduce(
    (ms, m) => ms + Number(m[1]) * 1000,
    0,
  );
  return next(slept > 0 ? slept : timings.inlineCodeMs, Number(exits?.[1] ?? 0) & 255);
}

function sleep(durations: readonly string[]): Step {
  let ms = 0;
  for (const text of durations) {
    const part = durationMs(text);
    if (part === undefined) return never;
    ms += part;
  }
  return next(ms, 0);
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `5`, `0.5`, `2m`, `1h`; undefined for `infinity` and for what only a variable knows. */
function durationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text);
  return match ? Math.round(Number(match[1]) * (UNIT_MS[match[2] || 's'] as number)) : undefined;
}

function ping(rest: readonly string[]): Step {
  const c = rest.indexOf('-c');
  return c < 0 ? never : next(Number.parseInt(rest[c + 1] ?? '1', 10) * 1000 || 1000, 0);
}

function timeout(rest: readonly string[]): Step {
  const [limit = '', ...program] = rest.filter((w) => !w.startsWith('-'));
  const limitMs = durationMs(limit);
  const step = runProgram(program);
  if (limitMs === undefined || (step.to === 'next' && step.afterMs <= limitMs)) return step;
  return next(limitMs, 124);
}

/** `stress --cpu 2 --vm 1 --vm-bytes 250M`: holds that much memory, and every worker takes a vCPU if it gets one. */
function stress(rest: readonly string[]): Step {
  const after = (...flags: string[]): string | undefined => {
    const at = rest.findIndex((w) => flags.includes(w));
    return at < 0 ? undefined : rest[at + 1];
  };
  const limitMs = durationMs(after('--timeout', '-t') ?? '');
  if (limitMs !== undefined) return next(limitMs, 0);
  const workers = Number.parseInt(after('--vm', '-m') ?? '0', 10) || 0;
  const bytes = /^(\d+)([kKmMgG]?)$/.exec(after('--vm-bytes') ?? '256M');
  const spinning = Number.parseInt(after('--cpu', '-c') ?? '0', 10) || 0;
  const busy = workers + spinning > 0 ? { cpuMilli: 1000 * (workers + spinning) } : {};
  if (workers === 0 || !bytes) return { ...never, ...busy };
  const perMiB = { k: 1024, m: 1, g: 1 / 1024 }[(bytes[2] ?? '').toLowerCase()] ?? 1_048_576;
  const memoryMiB = Math.ceil((workers * Number(bytes[1])) / perMiB);
  return { to: 'never', afterMs: 0, memoryMiB, ...busy };
}
