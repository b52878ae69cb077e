/** A zone at one moment: its name and count, its channel, the band of tiles that have a machine of their own. */
import { clock } from '../clock';
import type { BadgeItem, ZoneItem } from '../frame';
import { isBanded } from '../layout/fit';
import { drawsTiles } from '../layout/metrics';
import type { HalfPlace, ZonePlace } from '../layout/places';
import { clipped, sansWidth } from '../layout/textWidth';
import type { Tile, Zone } from '../view';
import type { Words } from '../words';
import { badgeItem } from './boxItem';
import { segments } from './mosaic';
import { channelOf, eligibleState } from './requests';

export function zoneItem(half: HalfPlace, place: ZonePlace, words: Words, nowMs: number): ZoneItem {
  const { zone } = place;
  const { platform } = half.half;
  const tiles = tilesOf(zone);
  const dense = !drawsTiles(half.metrics);
  const boxes = words.boxes(platform, zone.boxes.length);
  const note = dense ? `${boxes}, ${words.tiles(platform, tiles.length)}` : boxes;
  const room = place.x + place.width - place.labelX - 4;
  const name = clipped(zone.name, room, 12) ?? '';
  const fits = sansWidth(name, 12) + sansWidth(note, 10.5) + 12 <= room;
  return {
    key: zone.name,
    ref: zone.ref,
    label: `${zone.name}, ${note}${zone.badge ? `, ${words.badge[zone.badge.label]} ${clock(nowMs - (zone.badge.sinceMs ?? nowMs))}` : ''}`,
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    name,
    labelX: place.labelX,
    labelY: place.y + (dense ? 8 : 11),
    note: fits && !zone.lost && (!half.narrow || dense) && zone.boxes.length > 0 ? note : null,
    lost: zone.lost,
    divided: place !== half.zones[0],
    channel: half.lineY === null ? null : channelOf(place, half.lineY, eligibleState(half.half)),
    band: bandOf(half, place),
    tally: place.tallyBar ? segments(tiles, place.tallyBar) : [],
    mooringY: place.floating && zone.boxes.length > 0 ? place.floating.y : null,
    mooringText: place.floating ? 'Fargate' : null,
    floating: floatingText(place, half),
  };
}

const tilesOf = (zone: Zone): readonly Tile[] =>
  [...zone.boxes.flatMap((box) => box.tiles), ...zone.floating].filter(
    (tile) => tile.family !== 'system',
  );

/** With many tiles, single requests say nothing: a band as wide as the zone's share of them. */
function bandOf(half: HalfPlace, place: ZonePlace): ZoneItem['band'] {
  const flow = half.half.loadBalancer?.flow;
  if (!flow || half.lineY === null || place.zone.lost || !isBanded(half.half, half.metrics))
    return null;
  const eligible = eligibleState(half.half);
  const targets = (zone: Zone) => tilesOf(zone).filter((tile) => tile.target === eligible).length;
  const all = half.half.zones.reduce((sum, zone) => sum + targets(zone), 0);
  const share = all === 0 ? 0 : targets(place.zone) / all;
  if (share === 0 || flow.served <= 0) return null;
  return { x: place.gateX, y: half.lineY + 5, width: Math.min(14, 2 + 12 * share) };
}

/** `worker`, `0.25 vCPU, 0.5 GB`: what stands in the moorings, where they hold one kind of thing. */
function floatingText({ floating, zone }: ZonePlace, half: HalfPlace): ZoneItem['floating'] {
  if (!floating || floating.labelX === null) return null;
  const [first] = zone.floating;
  if (!first || zone.floating.some((tile) => tile.name !== first.name)) return null;
  const last = floating.tiles.at(-1);
  if (!last) return null;
  const room = floating.x + floating.width - floating.labelX;
  const name = clipped(first.name, room, 11);
  if (name === null) return null;
  const cpu = `${round(first.cpuMilli / 1000)} vCPU`;
  const size = `${cpu}, ${round(first.memoryMiB / 1024)} GB`;
  const second = [size, cpu].find((text) => sansWidth(text, 10.5) <= room);
  const lines = second !== undefined && half.metrics.rowPx >= 28 ? [name, second] : [name];
  return { x: floating.labelX, y: last.y + last.height / 2, lines };
}

const round = (n: number): number => Math.round(n * 100) / 100;

/** A lost zone says so, and for how long, at its floor. */
export function zoneBadge(place: ZonePlace, words: Words, nowMs: number): BadgeItem | null {
  const { zone } = place;
  if (!zone.badge) return null;
  const at = { x: place.labelX, y: place.y + place.height - 22 };
  return badgeItem(zone.name, zone.badge, at, place.x + place.width - place.labelX, words, nowMs);
}
