/** Facts to sentences, in the language of the page; and who speaks, as a shape. */
import type { Fact } from '../../engine/model';
import { breaks } from './requestParts';
import { shortName } from './shortName';
import type { RequestData, Sentence, Sentences } from './types';

/** `goals`: what the open lesson calls its goals, by id. */
export function say(fact: Fact, sentences: Sentences, goals: GoalNames = {}): Sentence {
  const table = sentences[fact.model] as Readonly<
    Record<string, (data: unknown, name: string) => Sentence>
  >;
  const speak = table[fact.type];
  const name = goalName(fact, goals) ?? `\`${shortName(fact.about)}\``;
  return speak ? speak(fact.data, name) : { head: `${fact.type} ${name}` };
}

/** By id; of a near miss by `nearMiss/<id>`. */
export type GoalNames = Readonly<Record<string, string>>;

function goalName({ model, data }: Fact, goals: GoalNames): string | undefined {
  if (model !== 'lesson') return undefined;
  const { goal, nearMiss } = data as { readonly goal?: string; readonly nearMiss?: string };
  return goals[goal ?? `nearMiss/${nearMiss}`] ?? '…';
}

/** A task is square, a pod is round, AWS a triangle, you a diamond, a fault points down, and what the
 * scenario itself asked is a hollow diamond. */
export type ShapeName = 'ecs' | 'kubernetes' | 'aws' | 'you' | 'fault' | 'scenario';

/** Whose a thing is. */
export function shapeOfKind(kind: string): ShapeName {
  const family = kind.slice(0, kind.indexOf('/'));
  return family === 'ecs' || family === 'kubernetes' ? family : 'aws';
}

export function isFault(fact: Fact): boolean {
  if (fact.model !== 'request') return false;
  const { request } = fact.data as RequestData;
  return breaks(request);
}

export function shapeOf(fact: Fact): ShapeName {
  switch (fact.model) {
    case 'request':
      if (isFault(fact)) return 'fault';
      return (fact.data as RequestData).by === 'scenario' ? 'scenario' : 'you';
    case 'ecs':
      return 'ecs';
    case 'kubernetes':
      return 'kubernetes';
    default:
      return 'aws';
  }
}
