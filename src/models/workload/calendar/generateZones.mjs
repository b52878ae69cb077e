/**
 * Writes zones.generated.json from the compiled tz database (TZif files, RFC 9636) of this machine: for every zone name its
 * offset at the beginning of 2024 and the changes until the end of 2030. Run once when the database has news:
 *
 *     node src/models/workload/calendar/generateZones.mjs /usr/share/zoneinfo
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? '/usr/share/zoneinfo';
const FROM = Date.UTC(2024, 0, 1) / 1000;
const UNTIL = Date.UTC(2031, 0, 1) / 1000;

const database = readFileSync(join(folder, 'tzdata.zi'), 'utf8').split('\n');
const names = database
  .map((line) => line.split(' '))
  .flatMap(([kind, first, second]) => (kind === 'Z' ? [first] : kind === 'L' ? [second] : []))
  .sort();
const version = /version (\S+)/.exec(database[0] ?? '')?.[1] ?? 'unknown';

/** The 64-bit block: [seconds, offset in seconds] of each transition, and the offset before the first. */
function readZone(name) {
  const bytes = readFileSync(join(folder, name));
  const counts = (at) => [20, 24, 28, 32, 36, 40].map((field) => bytes.readUInt32BE(at + field));
  const [utc, std, leap, times, types, chars] = counts(0);
  const second = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc;
  const count = counts(second)[3];
  const at = second + 44;
  const offsetOf = (type) => bytes.readInt32BE(at + count * 9 + type * 6);
  const transitions = Array.from({ length: count }, (_, i) => [
    Number(bytes.readBigInt64BE(at + i * 8)),
    offsetOf(bytes[at + count * 8 + i]),
  ]);
  return { transitions, first: offsetOf(0) };
}

/** `540`, or `60 28499100 120 28801500 60`: offsets in minutes, and between them the minutes (since 1970) of the changes. */
function historyOf(name) {
  const { transitions, first } = readZone(name);
  const before = transitions.findLast(([second]) => second < FROM)?.[1] ?? first;
  let offset = before;
  const changes = transitions
    .filter(([second, to]) => {
      if (second < FROM) return false;
      const real = second < UNTIL && to !== offset;
      offset = to;
      return real;
    })
    .map(([second, to]) => `${second / 60} ${to / 60}`);
  return [before / 60, ...changes].join(' ');
}

const zones = {};
for (const name of names) (zones[historyOf(name)] ??= []).push(name);

const path = fileURLToPath(new URL('zones.generated.json', import.meta.url));
const table = Object.fromEntries(Object.entries(zones).map(([key, of]) => [key, of.join(' ')]));
writeFileSync(path, `${JSON.stringify({ version, zones: table }, null, 2)}\n`);
console.log(`${names.length} zones, ${Object.keys(zones).length} histories, tz ${version}`);
