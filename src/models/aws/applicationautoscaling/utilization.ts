/** A service's utilisation as CloudWatch has it: what is used of what is reserved, in percent, over all tasks together. */
export const utilizationPercent = (used: number, reserved: number): number =>
  reserved === 0 ? 0 : (used * 100) / reserved;
