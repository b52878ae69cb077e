/**
 * Where the states of a machine stand. Known machines have their rows in a table, so that a learner finds them where
 * the platform's own documentation draws them; states that are not in it appear only once they were entered. Any
 * other machine is laid out by how far its states are from the first, in rows that turn like the table's.
 */
import { sansWidth } from '../layout/textWidth';
import type { MachineDescription } from '../../host/protocol';

/** From left to right, rows from the top. */
const ROWS: readonly (readonly (readonly string[])[])[] = [
  // Amazon ECS task: four in, four out, RUNNING at the turn.
  [
    ['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING'],
    ['STOPPED', 'DEPROVISIONING', 'STOPPING', 'DEACTIVATING'],
  ],
  // Amazon ECS container, in the agent's words.
  [
    ['NONE', 'MANIFEST_PULLED', 'pulling', 'PULLED'],
    ['RUNNING', 'starting', 'CREATED', 'creating'],
    ['restarting', 'stopping', 'STOPPED'],
  ],
  // Kubernetes pod, as the kubelet moves it.
  [
    ['PodSandboxCreating', 'Syncing', 'Terminated'],
    ['Removed', 'CleaningUp', 'Terminating'],
  ],
  // Kubernetes container: towards Running on top, back-offs below.
  [
    ['Waiting', 'PullQueued', 'Pulling', 'Creating'],
    ['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'Running'],
    ['Terminated', 'Terminating', 'PreStop'],
  ],
  // EC2 instance.
  [
    ['pending', 'booting', 'running'],
    ['terminated', 'shutting-down', 'stopped', 'stopping'],
  ],
  // Load balancer target.
  [
    ['registering', 'initial', 'healthy', 'failing'],
    ['unused', 'draining', 'recovering', 'unhealthy'],
  ],
];

export interface StatePlace {
  readonly name: string;
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const STATE_HEIGHT = 26;
export const ROW_PITCH = 66;
const TOP = 20;
const SIZE = 11;

interface Spacing {
  readonly pad: number;
  readonly gap: number;
}
const ROOMY: Spacing = { pad: 8, gap: 24 };
const TIGHT: Spacing = { pad: 4.5, gap: 10 };

/** `Running.expecting` is drawn as `Running`. */
export const drawnName = (state: string): string => state.split('.')[0] ?? state;

/** `entered`: states passed and the one it is in, in that order. */
export function statePlaces(
  machine: MachineDescription,
  entered: readonly string[],
  width: number,
): readonly StatePlace[] {
  const all = [...new Set(machine.states.map(({ name }) => drawnName(name)))];
  const table = ROWS.find((rows) => rows.flat().every((name) => all.includes(name)));
  const rows = table ? [...table, rareStates(table.flat(), entered)] : layered(machine, all);
  const whole = rows.filter((row) => row.length > 0);
  const spacing = longest(whole, ROOMY) <= width ? ROOMY : TIGHT;
  const lines = whole.flatMap((row) => wrapped(row, width, spacing));
  const common = spacing === ROOMY ? longest(lines, spacing) : width;
  return lines.flatMap((row, i) => placeRow(row, i, common, spacing));
}

const rareStates = (known: readonly string[], entered: readonly string[]): readonly string[] => [
  ...new Set(entered.filter((name) => !known.includes(name))),
];

const lengthOf = (name: string, { pad }: Spacing): number => sansWidth(name, SIZE) + 2 * pad;
const lengthOfRow = (row: readonly string[], spacing: Spacing): number =>
  row.reduce((sum, name) => sum + lengthOf(name, spacing) + spacing.gap, -spacing.gap);
const longest = (rows: readonly (readonly string[])[], spacing: Spacing): number =>
  Math.max(...rows.map((row) => lengthOfRow(row, spacing)));

/** As many rows as it takes. */
function wrapped(
  row: readonly string[],
  width: number,
  spacing: Spacing,
): readonly (readonly string[])[] {
  if (row.length < 2 || lengthOfRow(row, spacing) <= width) return [row];
  const half = Math.ceil(row.length / 2);
  return [row.slice(0, half), row.slice(half)].flatMap((part) => wrapped(part, width, spacing));
}

/** All rows reach from edge to edge, so that ends stand under ends. */
function placeRow(
  row: readonly string[],
  i: number,
  width: number,
  spacing: Spacing,
): readonly StatePlace[] {
  const spare = width - lengthOfRow(row, spacing);
  const gap = row.length > 1 ? spacing.gap + spare / (row.length - 1) : 0;
  const alone = row.length === 1 && i % 2 === 1;
  let x = alone ? Math.max(0, spare) : 0;
  return row.map((name): StatePlace => {
    const place = { name, row: i, x, y: TOP + i * ROW_PITCH, width: lengthOf(name, spacing) };
    x += place.width + gap;
    return place;
  });
}

/** By distance from the first state; every other row runs back, so that a chain stays together. */
function layered(
  machine: MachineDescription,
  all: readonly string[],
): readonly (readonly string[])[] {
  const order = [drawnName(machine.initial)];
  for (const from of order)
    for (const transition of machine.transitions) {
      const to = drawnName(transition.to);
      if (drawnName(transition.from) === from && !order.includes(to)) order.push(to);
    }
  const chain = [...order, ...all.filter((name) => !order.includes(name))];
  const rows: string[][] = [];
  const perRow = 4;
  for (let i = 0; i < chain.length; i += perRow) {
    const row = chain.slice(i, i + perRow);
    rows.push(rows.length % 2 === 1 ? row.reverse() : row);
  }
  return rows;
}
