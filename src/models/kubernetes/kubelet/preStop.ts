/** How long a preStop hook takes: `sleep` as long as it says, a command as long as it would run in this image. */
import type { Read } from '../../../engine/model';
import { imageBehaviour } from '../../workload/imageBehaviour';
import type { Container } from '../types';

/** Simplified: hooks that call a URL, or a program that is not known to end, succeed at once. */
export function preStopMs(read: Read, { image = '', lifecycle }: Container): number {
  const hook = lifecycle?.preStop;
  if (hook?.sleep) return hook.sleep.seconds * 1000;
  if (!hook?.exec?.command) return 0;
  return imageBehaviour(read, image, hook.exec.command).exits?.afterMs ?? 0;
}
