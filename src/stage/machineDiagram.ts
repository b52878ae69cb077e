/** The machine of the selected thing in one element: call `update` when its state or the time changed. */
import { machineParts, type MachineView } from './machine/parts';
import { paint, part } from './part';
import type { Words } from './words';

export type { MachineView } from './machine/parts';

export interface MachineDiagram {
  update(view: MachineView): void;
  resize(): void;
  destroy(): void;
}

export function mountMachineDiagram(element: HTMLElement, words: Words): MachineDiagram {
  const svg = element.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'svg');
  element.append(svg);
  let last: MachineView | null = null;
  const update = (view: MachineView): void => {
    last = view;
    const width = Math.max(240, element.clientWidth);
    const { parts, height, lit } = machineParts(view, width, words);
    paint(
      svg,
      part(
        'svg',
        {
          class: 'machine-drawing',
          role: 'img',
          'aria-label': words.machine.name(lit),
          width,
          height,
          viewBox: `-1.5 0 ${width} ${height}`,
        },
        parts,
      ),
    );
  };
  return {
    update,
    resize() {
      if (last) update(last);
    },
    destroy: () => svg.remove(),
  };
}
