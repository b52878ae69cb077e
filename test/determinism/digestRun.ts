/** The run whose digest is the same everywhere: the first scenario, through its crash, for ten minutes. */
export const SEEDS = [7, 8, 9] as const;
export const DIGEST_AT_MS = 600_000;
