/** A refusal in the shape of the AWS query APIs: an error code, a message, nothing changed. */
import type { Path, Rejection } from '../../engine/model';

export function refusal(name: string, message: string, path: Path = []): Rejection {
  const causes = path.length > 0 ? [{ path, reason: name, message }] : [];
  return { ok: false, status: 400, error: { name, message, causes } };
}

/** A refusal on its way out of nested checks; `answer` turns it back into an admission. */
export class Refused extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.error.message);
  }
}

/** Validation stops at the first error, as AWS does. */
export function refuse(name: string, message: string, path: Path = []): never {
  throw new Refused(refusal(name, message, path));
}

export function answer<T>(check: () => T): T | Rejection {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refused) return error.rejection;
    throw error;
  }
}
