/** Patterns that the style sheet fills with: what leaves, what is reserved, what is lost. Once a document. */
import { part, type Part } from '../part';

export function hatches(): Part {
  return part('svg', { class: 'stage-hatches', width: 0, height: 0, 'aria-hidden': 'true' }, [
    part('defs', {}, [
      hatch('hatch-leaving', 5, true),
      hatch('hatch-quay', 4, false),
      hatch('hatch-lost', 7, true),
      hatch('hatch-zone', 10, true),
    ]),
  ]);
}

function hatch(id: string, size: number, ground: boolean): Part {
  return part(
    'pattern',
    {
      id,
      width: size,
      height: size,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    [
      ground ? part('rect', { class: `${id}-ground`, width: size, height: size }) : null,
      part('path', { class: `${id}-line`, d: `M0 0v${size}` }),
    ],
    id,
  );
}
