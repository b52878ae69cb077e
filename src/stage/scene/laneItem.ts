/** Under the zones: why those wait that wait; otherwise how many, and what has ended; in a crowd, exceptions by state. */
import { figure } from '../clock';
import type { ChipItem, LaneItem, TextRun } from '../frame';
import type { HalfPlace } from '../layout/places';
import { clipped, sansWidth } from '../layout/textWidth';
import { ECS_STATES, KUBERNETES_STATES } from '../tileStates';
import type { Family, Half } from '../view';
import type { Words } from '../words';
import { census, censusOf, type InState } from './tilesIn';

export function laneItem(place: HalfPlace, words: Words, pressed: string | null): LaneItem {
  const { lane, half, margin } = place;
  return {
    key: 'lane',
    x: lane.x,
    y: lane.y,
    width: lane.width,
    height: lane.height,
    left: lane.kind === 'line' ? restingText(half) : '',
    right: lane.kind === 'line' ? endedText(half, words) : '',
    textX: lane.textX,
    lines: lane.kind === 'tiles' ? reasonLines(place, lane.width - margin - lane.textX, words) : [],
    unmade: lane.unmade,
    chips: lane.kind === 'chips' ? chips(place, pressed) : [],
  };
}

/** The state that those would be in who wait: `PROVISIONING 0`. */
function restingText({ platform, waiting }: Half): string {
  const state =
    platform === 'ecs' ? ECS_STATES.PROVISIONING.state : KUBERNETES_STATES.Pending.state;
  return `${state} ${waiting.tiles.length}`;
}

function endedText({ platform, ended }: Half, words: Words): string {
  const { count, failed, last, restarts, lastRestarted } = ended;
  if (platform === 'kubernetes') {
    const told = [
      restarts > 0 && words.restarts(restarts, lastRestarted),
      count > failed && `Succeeded ${figure(count - failed)}`,
      failed > 0 && `Failed ${figure(failed)}`,
    ].filter(Boolean);
    return told.join(' · ');
  }
  if (count === 0) return '';
  return `STOPPED ${figure(count)}${last ? `: ${words.ended(last.shortId, last.exitCode)}` : ''}`;
}

/** The platform's words first; below, what the lane has no room for, and the rest of them. */
function reasonLines({ half, lane }: HalfPlace, room: number, words: Words): readonly TextRun[] {
  const { reasons, unmade, tiles } = half.waiting;
  const theirs = unmade?.message ?? reasons[0]?.text ?? '';
  const hidden = lane.hidden > 0 ? words.andMore(lane.hidden) : '';
  const ours = [theirs === '' && tiles.length > 0 ? words.waitsForCapacity : '', hidden].filter(
    Boolean,
  );
  const [first, rest] = wrapped(theirs === '' ? (ours.shift() ?? '') : theirs, room, 11);
  const lines: TextRun[] = [{ text: first, tone: 'waiting' }];
  // How many there are is not to be lost behind a long reason.
  const below = [...ours, rest].filter(Boolean).join(' · ');
  if (below)
    lines.push({ text: clipped(below, room, 11) ?? '', tone: rest === '' ? 'dim' : 'waiting' });
  return lines;
}

/** As many words as fit, and the rest. */
function wrapped(text: string, room: number, size: number): readonly [string, string] {
  if (sansWidth(text, size) <= room) return [text, ''];
  const parts = text.split(' ');
  let kept = parts.length;
  while (kept > 1 && sansWidth(parts.slice(0, kept).join(' '), size) > room) kept--;
  return [parts.slice(0, kept).join(' '), parts.slice(kept).join(' ')];
}

const CHIP = 20;
const CHIP_ORDER: readonly Family[] = [
  'starting',
  'waiting',
  'leaving',
  'unhealthy',
  'broken',
  'unknown',
];

/** Whatever is not serving: one chip a state, as long as there is room for it. */
function chips(place: HalfPlace, pressed: string | null): readonly ChipItem[] {
  const { half, lane, margin, width } = place;
  const all = new Map<string, InState>();
  for (const each of [...half.zones.map(censusOf), census(half.waiting.tiles)])
    for (const { tile, count } of each.values())
      if (tile.family !== 'serving')
        all.set(tile.state, { tile, count: (all.get(tile.state)?.count ?? 0) + count });
  const ordered = [...all.values()].sort(
    (a, b) =>
      CHIP_ORDER.indexOf(a.tile.family) - CHIP_ORDER.indexOf(b.tile.family) || b.count - a.count,
  );
  let x = margin;
  return ordered.flatMap(({ tile, count }): ChipItem[] => {
    const text = ` ${tile.state}`;
    const length = CHIP + 8 + sansWidth(figure(count) + text, 12);
    if (x + length > width - margin) return [];
    const chip: ChipItem = {
      x,
      y: lane.y + (lane.height - CHIP) / 2,
      width: length,
      height: CHIP,
      platform: half.platform,
      state: tile.state,
      family: tile.family,
      glyph: tile.glyph,
      count: figure(count),
      text,
      pressed: tile.state === pressed,
    };
    x += length + 16;
    return [chip];
  });
}
