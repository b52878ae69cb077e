/** A zone at one moment: its name and count, its channel, the band of tiles that have a machine of their own. */
import type { BadgeItem, ZoneItem } from '../frame';
import { isBanded } from '../layout/fit';
import { drawsTiles } from '../layout/metrics';
import type { HalfPlace, ZonePlace } from '../layout/places';
import { clipped, sansWidth } from '../layout/textWidth';
import { remember } from '../records';
import type { Platform, TargetState, Zone } from '../view';
import type { Words } from '../words';
import { badgeItem } from './boxItem';
import { segments } from './mosaic';
import { censusOf, countIn } from './tilesIn';
import { channelOf, eligibleState } from './requests';

/** What a zone's picture depends on beside its own place. */
interface ZoneContext {
  readonly words: Words;
  readonly platform: Platform;
  readonly narrow: boolean;
  readonly rowPx: number;
  readonly dense: boolean;
  readonly divided: boolean;
  readonly lineY: number | null;
  readonly eligible: TargetState;
  /** Of the requests of the half, while they are drawn as a band. */
  readonly bandShare: number;
}

export function zoneItem(half: HalfPlace, place: ZonePlace, words: Words): ZoneItem {
  return itemOf(place, {
    words,
    platform: half.half.platform,
    narrow: half.narrow,
    rowPx: half.metrics.rowPx,
    dense: !drawsTiles(half.metrics),
    divided: place !== half.zones[0],
    lineY: half.lineY,
    eligible: eligibleState(half.half),
    bandShare: bandShare(half, place),
  });
}

const itemOf = remember((place: ZonePlace, context: ZoneContext): ZoneItem => {
  const { zone } = place;
  const { words, platform, dense, lineY } = context;
  const tiles = censusOf(zone);
  const boxes = words.boxes(platform, zone.boxes.length);
  const note = dense
    ? `${boxes}, ${words.tiles(
        platform,
        countIn(tiles, () => true),
      )}`
    : boxes;
  const room = place.x + place.width - place.labelX - 4;
  const name = clipped(zone.name, room, 12) ?? '';
  const fits = sansWidth(name, 12) + sansWidth(note, 10.5) + 12 <= room;
  const noted = fits && !zone.lost && (!context.narrow || dense) && zone.boxes.length > 0;
  return {
    key: zone.name,
    ref: zone.ref,
    label: [zone.name, note, ...(zone.badge ? [words.badge[zone.badge.label]] : [])].join(', '),
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    name,
    labelX: place.labelX,
    labelY: place.y + (dense ? 8 : 11),
    note: noted ? note : null,
    lost: zone.lost,
    divided: context.divided,
    channel: lineY === null ? null : channelOf(place, lineY, context.eligible),
    band: lineY === null ? null : bandOf(place, lineY, context.bandShare),
    tally: place.tallyBar ? segments(tiles, place.tallyBar) : [],
    mooringY: place.floating?.y ?? null,
    mooringText: place.floating && mooringText(place.floating.width, words),
    shored: zone.boxes.length > 0,
    floating: floatingText(place, context.rowPx),
  };
});

/** That nobody keeps a machine for them, where there is room to say so. */
const mooringText = (room: number, words: Words): string =>
  sansWidth(words.fargate, 10.5) <= room ? words.fargate : 'Fargate';

/** With many tiles, single requests say nothing: a band as wide as the zone's share of them. */
const bandOf = (place: ZonePlace, lineY: number, share: number): ZoneItem['band'] =>
  share === 0 ? null : { x: place.gateX, y: lineY + 5, width: Math.min(14, 2 + 12 * share) };

function bandShare(half: HalfPlace, { zone }: ZonePlace): number {
  const flow = half.half.loadBalancer?.flow;
  if (!flow || flow.served <= 0 || zone.lost || !isBanded(half.half, half.metrics)) return 0;
  const eligible = eligibleState(half.half);
  const all = half.half.zones.reduce((sum, each) => sum + targetsIn(each, eligible), 0);
  return all === 0 ? 0 : targetsIn(zone, eligible) / all;
}

const targetsIn = (zone: Zone, state: TargetState): number =>
  countIn(censusOf(zone), (tile) => tile.target === state);

/** `worker`, `0.25 vCPU, 0.5 GB`: what stands in the moorings, where they hold one kind of thing. */
function floatingText({ floating, zone }: ZonePlace, rowPx: number): ZoneItem['floating'] {
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
  const spots = zone.floating.filter(({ spot }) => spot).length;
  const texts = spots > 0 ? [`${cpu}, ${spots} spot`, `${spots} spot`] : [size, cpu];
  const second = texts.find((text) => sansWidth(text, 10.5) <= room);
  const lines = second !== undefined && rowPx >= 28 ? [name, second] : [name];
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
