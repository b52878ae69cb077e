/**
 * The stage as text: a row for every task and pod while there are at most a hundred on a half; above that, counts by
 * zone and state and the first thirty rows (DECISIONS.md 2.12).
 */
import type { Half, Tile } from '../stage/view';

export interface StageRow {
  readonly id: string;
  readonly zone: string;
  readonly box: string;
  readonly name: string;
  readonly state: string;
  readonly revision: string;
  readonly sinceMs: number;
  readonly reason: string;
}

export interface StageText {
  readonly rows: readonly StageRow[];
  /** `us-east-1a: 40 RUNNING, 2 PENDING`; empty while every row is there. */
  readonly counts: readonly { readonly zone: string; readonly text: string }[];
}

const COMPLETE = 100;
const WINDOW = 30;

export function stageText(half: Half, waiting: string): StageText {
  const rows = rowsOf(half, waiting);
  if (rows.length <= COMPLETE) return { rows, counts: [] };
  const zones = new Map<string, Map<string, number>>();
  for (const { zone, state } of rows) {
    const states = zones.get(zone) ?? new Map<string, number>();
    zones.set(zone, states.set(state, (states.get(state) ?? 0) + 1));
  }
  const counts = [...zones].map(([zone, states]) => ({
    zone,
    text: [...states].map(([state, count]) => `${count} ${state}`).join(', '),
  }));
  return { rows: rows.slice(0, WINDOW), counts };
}

function rowsOf(half: Half, waiting: string): StageRow[] {
  const row = (tile: Tile, zone: string, box: string): StageRow => ({
    id: tile.id,
    zone,
    box,
    name: `${tile.name} ${tile.shortId}`,
    state: tile.state,
    revision: tile.revision === null ? '' : String(tile.revision),
    sinceMs: tile.sinceMs,
    reason: tile.reason ?? '',
  });
  return [
    ...half.waiting.tiles.map((tile) => row(tile, waiting, '')),
    ...half.zones.flatMap((zone) => [
      ...zone.boxes.flatMap((box) => box.tiles.map((tile) => row(tile, zone.name, box.name))),
      ...zone.floating.map((tile) => row(tile, zone.name, 'Fargate')),
    ]),
  ];
}
