/**
 * Comparisons of the cluster query language: what can be asked about a container instance, and when an answer holds.
 * Source: ECS Developer Guide, "Cluster query language", subjects and operators (read 2026).
 */
import { parseInstant } from './instant';
import { compilePattern } from './pattern';

/** What an expression can ask about one container instance. */
export interface QuerySubject {
  readonly agentConnected: boolean;
  readonly agentVersion: string;
  readonly ec2InstanceId: string;
  readonly registeredAtEpochMs: number;
  readonly runningTasksCount: number;
  /** The groups (`service:web`, `database`) of the tasks on it. Asked only when an expression names them. */
  taskGroups(): readonly string[];
  /** Values of a custom or built-in attribute. */
  attribute(name: string): readonly string[];
}

export type Test = (subject: QuerySubject) => boolean;
export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<=';
/** What a comparison is about. */
export interface Subject {
  values(on: QuerySubject): readonly string[];
  /** Whether an argument can be a value of this subject. */
  admits(argument: string): boolean;
  /** Negative, zero or positive: how a value stands to an argument that is admitted. */
  order(value: string, argument: string): number;
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const anything = () => true;
const isWhole = (text: string) => /^\d+$/.test(text);

const text = (values: (on: QuerySubject) => readonly string[]): Subject => ({
  values,
  order: byCodeUnit,
  admits: anything,
});

const SUBJECTS: ReadonlyMap<string, Subject> = new Map<string, Subject>([
  ['agentConnected', { ...text((on) => [String(on.agentConnected)]), admits: isBoolean }],
  ['agentVersion', { ...text((on) => [on.agentVersion]), order: byVersion }],
  ['ec2InstanceId', text((on) => [on.ec2InstanceId])],
  [
    'registeredAt',
    {
      values: (on) => [String(on.registeredAtEpochMs)],
      order: (value, argument) => Number(value) - (parseInstant(argument) ?? 0),
      admits: (argument) => parseInstant(argument) !== undefined,
    },
  ],
  [
    'runningTasksCount',
    {
      values: (on) => [String(on.runningTasksCount)],
      order: (value, argument) => Number(value) - Number(argument),
      admits: isWhole,
    },
  ],
  ['task:group', text((on) => on.taskGroups())],
]);

export function subjectNamed(name: string): Subject | undefined {
  const attribute = /^attribute:([A-Za-z0-9_./\\-]{1,128})$/.exec(name)?.[1];
  return attribute === undefined ? SUBJECTS.get(name) : text((on) => on.attribute(attribute));
}

function isBoolean(argument: string): boolean {
  return argument === 'true' || argument === 'false';
}

/** Versions compare part by part as numbers: 1.9.0 comes before 1.14.5. */
function byVersion(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [l, r] = [left[i] ?? '0', right[i] ?? '0'];
    const order = isWhole(l) && isWhole(r) ? Number(l) - Number(r) : byCodeUnit(l, r);
    if (order !== 0) return order;
  }
  return 0;
}

const HOLDS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

export function compare(
  subject: Subject,
  operator: Comparison,
  argument: string,
): Test | undefined {
  if (!subject.admits(argument)) return undefined;
  const holds = (value: string) => HOLDS[operator](subject.order(value, argument));
  if (operator !== '!=') return (on) => subject.values(on).some(holds);
  return (on) => allOf(subject.values(on), holds);
}

export function among(
  subject: Subject,
  items: readonly string[],
  negative: boolean,
): Test | undefined {
  if (!items.every((item) => subject.admits(item))) return undefined;
  const isIn = (value: string) => items.some((item) => subject.order(value, item) === 0);
  if (!negative) return (on) => subject.values(on).some(isIn);
  return (on) => allOf(subject.values(on), (value) => !isIn(value));
}

export function like(subject: Subject, source: string, negative: boolean): Test | undefined {
  const pattern = compilePattern(source);
  if (!pattern) return undefined;
  if (!negative) return (on) => subject.values(on).some((value) => pattern.matches(value));
  return (on) => allOf(subject.values(on), (value) => !pattern.matches(value));
}

/** There is a value, and it holds for every one. */
const allOf = (values: readonly string[], holds: (value: string) => boolean) =>
  values.length > 0 && values.every(holds);
