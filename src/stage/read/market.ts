/**
 * What EC2 knows of boxes: those on spot instances say so, and that they are at risk, or when they go; those that managed
 * termination protection keeps from scale-in say that.
 */
import { remember, type Records } from '../records';
import type { Badge, Box } from '../view';

export const withMarket = (records: Records, boxes: readonly Box[]): readonly Box[] =>
  boxes.map((found) => {
    const member = records.get('autoscaling/AutoScalingInstance', found.id);
    const box = member?.ProtectedFromScaleIn ? keptBox(found) : found;
    const instance = records.get('ec2/Instance', box.id);
    if (instance?.InstanceLifecycle !== 'spot') return box;
    return spotBox(
      box,
      instance.interruptedAtMs ?? null,
      instance.rebalanceRecommendedAtMs ?? null,
    );
  });

const keptBox = remember((box: Box): Box => ({ ...box, kept: true }));

const spotBox = remember(
  (box: Box, interruptedAtMs: number | null, atRiskSinceMs: number | null): Box => ({
    ...box,
    type: `${box.type} spot`,
    badge:
      box.state === 'lost' ? box.badge : (warning(interruptedAtMs, atRiskSinceMs) ?? box.badge),
  }),
);

function warning(interruptedAtMs: number | null, atRiskSinceMs: number | null): Badge | null {
  if (interruptedAtMs !== null)
    return { tone: 'waiting', label: 'spotInterruption', sinceMs: null, untilMs: interruptedAtMs };
  return atRiskSinceMs === null
    ? null
    : { tone: 'waiting', label: 'rebalanceRecommended', sinceMs: atRiskSinceMs };
}
