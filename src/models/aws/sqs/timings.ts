/** SQS Developer Guide and API reference. */
/** "You must wait 60 seconds after deleting a queue before you can create another with the same name" (DeleteQueue). */
export const REUSE_MS = 60_000;
/** "Only one PurgeQueue operation ... is allowed every 60 seconds" (PurgeQueue). */
export const PURGE_MS = 60_000;
