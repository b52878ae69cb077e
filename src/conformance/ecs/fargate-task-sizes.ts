/** Pairs of task CPU and memory that Fargate takes. */
import { fargateSizeOf, parseCpu, parseMemory } from '../../models/ecs/fargateSizes';
import { sizeErrors } from '../../models/ecs/validation/fargate';
import { differences, type Suite } from '../suite';

interface Input {
  readonly operatingSystemFamily: string;
  readonly cpu: string;
  readonly memory?: string;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'fargate-task-sizes',
  check({ input, expect }) {
    const asked = input as unknown as Input;
    return asked.memory === undefined
      ? differences(expect, enumeration(asked))
      : pair({ ...asked, memory: asked.memory }, expect);
  },
};

function enumeration({ cpu, operatingSystemFamily }: Input) {
  const sizes = fargateSizeOf(parseCpu(cpu) ?? 0, operatingSystemFamily)?.memoryMiB ?? [];
  return { memoryMiBValues: sizes, count: sizes.length };
}

function pair(
  { cpu, memory, operatingSystemFamily }: Required<Input>,
  expect: Readonly<Record<string, unknown>>,
): readonly string[] {
  const errors = sizeErrors({ cpu, memory, runtimePlatform: { operatingSystemFamily } });
  const { errorIncludes, ...rest } = expect;
  const cpuUnits = parseCpu(cpu);
  const size = fargateSizeOf(cpuUnits ?? 0, operatingSystemFamily);
  const found = differences(rest, {
    valid: errors.length === 0,
    cpuUnits,
    memoryMiB: parseMemory(memory),
    minLinuxPlatformVersion: size?.minLinuxPlatformVersion ?? undefined,
  });
  const [message = ''] = errors.map((error) => error.message);
  if (typeof errorIncludes === 'string' && !message.includes(errorIncludes))
    found.push(`error: expected "${errorIncludes}" in "${message}"`);
  return found;
}
