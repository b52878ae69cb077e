/** `quayside COMMAND ...`: the same world without a page (DESIGN.md 6). */
import { bench } from './bench';
import { check } from './check';
import { conformance } from './conformance';
import { corpus } from './corpus';
import { lesson } from './lesson';
import { run } from './run';
import { UsageError } from './usage';

const COMMANDS: Record<
  string,
  { usage: string; run(args: readonly string[]): number | Promise<number> }
> = {
  check: { usage: 'check FILE...', run: check },
  run: { usage: 'run SCENARIO [--seed N] [--until 10m] [--json]', run },
  lesson: {
    usage:
      'lesson SLUG [--seed N] [--near-miss ID] [--transfer ID] [--facts]\n  quayside lesson --all',
    run: lesson,
  },
  conformance: { usage: 'conformance DIR [--list-failures]', run: conformance },
  corpus: { usage: 'corpus DIR [--json] [--list]', run: corpus },
  bench: { usage: 'bench [--only NAME] [--large]', run: bench },
};

const USAGE = ['Usage:', ...Object.values(COMMANDS).map((c) => `  quayside ${c.usage}`)].join('\n');

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  if (!command) {
    console.error(USAGE);
    return name === '' || name === '--help' ? 0 : 2;
  }
  try {
    return await command.run(args);
  } catch (error) {
    console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
