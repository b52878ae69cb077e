/** What must always be so of what processes use. */
import type { Read } from '../../../engine/model';
import { useOf } from '../../workload/use';

export function loadInvariants(read: Read): readonly string[] {
  const broken: string[] = [];
  const boxes = new Map<string, { micro: number; readonly has: number }>();
  for (const key of read.keys('workload/Use')) {
    const use = useOf(read, key);
    const process = read.get('workload/Process', key);
    if (!use || !process) {
      broken.push(`${key} uses CPU and does not run`);
      continue;
    }
    const limit = process.limitMicro ?? process.cellLimitMicro ?? Infinity;
    if (use.cpuMicro > Math.min(limit, use.wantedMicro))
      broken.push(`${key} uses more than it may or wants`);
    const box = boxes.get(process.box) ?? { micro: 0, has: process.boxMicro };
    box.micro += use.cpuMicro;
    boxes.set(process.box, box);
  }
  for (const [box, { micro, has }] of boxes)
    if (micro > has) broken.push(`${box} gives ${micro} of ${has} millionths of a vCPU`);
  return broken;
}
