/** What is paid for while it runs. List prices of us-east-1 (prices.json), USD; on-demand, by the second. */

/** Whose bill it is: instances by what they boot as. */
export type Half = 'ecs' | 'kubernetes';

/** Something that costs as long as it is there. */
export interface Metered {
  readonly half: Half;
  /** `instance`, `fargate` or `cluster`. */
  readonly what: 'instance' | 'fargate' | 'cluster';
  /** Billionths of a USD an hour. */
  readonly nanoUsdPerHour: number;
  readonly sinceMs: number;
}

/** The bill of one half: a rate that is constant since `sinceMs`, and what it came to until then. */
export interface Cost {
  readonly half: Half;
  readonly sinceMs: number;
  readonly nanoUsdPerHour: number;
  readonly nanoUsd: number;
  readonly instances: number;
  readonly fargate: number;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: that of the thing: InstanceId, `<cluster>/<task id>`, `eks/<cluster>`. */
    'pricing/Metered': Metered;
    /** Key: the half. */
    'pricing/Cost': Cost;
  }
}
