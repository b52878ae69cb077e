/**
 * Which toleration bears which taint (component-helpers scheduling/corev1, kubernetes/api core/v1 toleration.go, v1.35).
 * An empty effect or key matches all, no operator means Equal. `Gt` and `Lt` ask whether the taint's value is greater
 * (less) than the toleration's; both must be canonical decimal 64-bit integers.
 */
import type { Taint, Toleration } from '../types';

export const tolerates = (
  toleration: Toleration,
  taint: Taint,
  comparisonOperators: boolean,
): boolean => {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator) {
    case 'Exists':
      return true;
    case 'Gt':
    case 'Lt':
      return comparisonOperators && compares(toleration, taint.value);
    default:
      return (toleration.value ?? '') === (taint.value ?? '');
  }
};

export const isTolerated = (
  taint: Taint,
  tolerations: readonly Toleration[] | undefined,
  comparisonOperators: boolean,
): boolean => tolerations?.some((t) => tolerates(t, taint, comparisonOperators)) ?? false;

/** The first taint that keeps a new pod away (NoSchedule or NoExecute) and is not tolerated. */
export function untoleratedTaint(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
  comparisonOperators: boolean,
): Taint | undefined {
  for (const taint of taints)
    if (
      taint.effect !== 'PreferNoSchedule' &&
      !isTolerated(taint, tolerations, comparisonOperators)
    )
      return taint;
  return undefined;
}

function compares({ operator, value }: Toleration, taintValue: string | undefined): boolean {
  const wanted = int64(value);
  const actual = int64(taintValue);
  if (wanted === undefined || actual === undefined) return false;
  return operator === 'Gt' ? actual > wanted : actual < wanted;
}

function int64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^(0|-?[1-9]\d{0,18})$/.test(text)) return undefined;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The first toleration that bears each taint; undefined when a taint is borne by none. */
export function matchingTolerations(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  comparisonOperators: boolean,
): readonly Toleration[] | undefined {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const bearer = tolerations.find((t) => tolerates(t, taint, comparisonOperators));
    if (!bearer) return undefined;
    used.push(bearer);
  }
  return used;
}
