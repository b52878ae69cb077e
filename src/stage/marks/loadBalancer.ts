/** The load balancer: an ink line with a gate over each zone, its figures, and the requests that pass. */
import type { GateItem, LineItem, RequestsItem, TextRun } from '../frame';
import { part, type Part } from '../part';

export function lineMark(item: LineItem): Part {
  return part(
    'g',
    {
      class: 'load-balancer',
      'data-kind': 'load-balancer',
      'data-key': item.key,
      role: 'button',
      'aria-label': item.label,
    },
    [
      part('rect', {
        class: 'area',
        x: item.x,
        y: item.y,
        width: item.width,
        height: item.height,
        rx: 3,
      }),
      runs('line-left', item.x1, 16, item.left),
      runs('line-right', item.x2, 16, item.right),
      part('path', { class: 'line', d: `M${item.x1} ${item.lineY}H${item.x2}` }),
      ...item.gates.map(gate),
    ],
  );
}

function gate({ key, x, y, shut }: GateItem): Part {
  const cx = Math.round(x * 10) / 10;
  return part(
    'g',
    { class: 'gate', 'data-status': shut ? 'shut' : 'open' },
    [
      part('circle', { class: 'gate-ring', cx, cy: y, r: 4 }),
      shut ? part('path', { class: 'gate-cross', d: `M${cx - 4} ${y + 8}l8 8m0-8l-8 8` }) : null,
    ],
    `gate ${key}`,
  );
}

/** Texts in a row: figures strong, units plain. Figures stand off from what precedes them. */
export function runs(name: string, x: number, y: number, texts: readonly TextRun[]): Part {
  return part(
    'text',
    { class: name, x, y },
    texts.map((run, i) =>
      part(
        'tspan',
        {
          class: 'run',
          'data-tone': run.tone,
          dx: i === 0 ? null : name === 'line-left' || run.tone !== 'dim' ? 10 : 4,
        },
        run.text,
        `run ${i}`,
      ),
    ),
  );
}

export function requestsMark(item: RequestsItem): Part {
  return part('g', { class: 'requests', 'aria-hidden': 'true' }, [
    part('path', { class: 'request', d: item.dots }),
    part('path', { class: 'failed-request', d: item.failed }),
  ]);
}
