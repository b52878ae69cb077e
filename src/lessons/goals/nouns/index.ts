/** Every noun that a selector may use (lessons/README.md). Anything else is a record kind by its own name. */
import type { Kind } from '../../../engine/model';
import { autoscalerNouns } from './autoscalers';
import { awsNouns } from './aws';
import { costNouns } from './cost';
import { ecsNouns } from './ecs';
import { kubernetesNouns } from './kubernetes';
import { machineNouns } from './machines';
import { byLastPart, noun, type Noun } from './noun';
import { queueNouns } from './queues';
import { scalingNouns } from './scaling';

export const NOUNS: Readonly<Record<string, Noun>> = {
  ...ecsNouns,
  ...kubernetesNouns,
  ...autoscalerNouns,
  ...awsNouns,
  ...scalingNouns,
  ...machineNouns,
  ...queueNouns,
  ...costNouns,
};

const others = new Map<string, Noun>();

/** `ecs/tasks`, or a record kind such as `autoscaling/AutoScalingGroup`. */
export function nounOf(name: string): Noun {
  const known = NOUNS[name] ?? others.get(name);
  if (known) return known;
  const kind = name as Kind;
  const family = name.slice(0, name.indexOf('/'));
  const half = family === 'ecs' ? 'ecs' : /^(kubernetes|eks)$/.test(family) ? 'kubernetes' : null;
  const other = noun({ kind, half, key: byLastPart(kind), fields: {} });
  others.set(name, other);
  return other;
}

/** A noun in the plural, or a kind without a key, is a set. */
export const isPlural = (name: string): boolean => name in NOUNS && name.endsWith('s');

export type { Counter, Noun } from './noun';
