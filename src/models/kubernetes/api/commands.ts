/** What the API server does on its own account. */
export type ApiCommand = {
  /** Forgets the events whose last occurrence is an hour old. */
  readonly type: 'forgetEvents';
  readonly minute: number;
};
