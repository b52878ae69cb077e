/** A refusal of a ClusterConfig on its way out of nested checks: eksctl stops at the first. */
import type { Path } from '../../../engine/model';

export class ConfigError extends Error {
  constructor(
    readonly path: Path,
    message: string,
  ) {
    super(message);
  }
}

export function refuseConfig(path: Path, message: string): never {
  throw new ConfigError(path, message);
}
