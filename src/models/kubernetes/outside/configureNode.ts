/** Labels and taints of a Node, written by the cloud that owns its machine. */
import type { Context, Effect } from '../../../engine/model';
import type { Node, Taint } from '../types';
import type { NodeConfiguration } from './commands';

export function configureNode(
  { node: key, labels, addTaints, removeTaints, unschedulable }: NodeConfiguration,
  ctx: Context,
): readonly Effect[] {
  const node = ctx.get('kubernetes/Node', key);
  if (!node) return [];
  const before = node.metadata.labels ?? {};
  const changed = Object.entries(labels).filter(
    ([name, value]) => (before[name] ?? null) !== value,
  );
  const added = addTaints.filter((taint) => !has(node, taint));
  const removed = removeTaints.filter((taint) => has(node, taint));
  const about = { kind: 'kubernetes/Node', key } as const;
  const cordon = unschedulable ?? false;
  const isCordoned = node.spec.unschedulable ?? false;
  if (unschedulable !== undefined && cordon !== isCordoned)
    return [{ do: 'put', ...about, value: { ...node, spec: { ...node.spec, unschedulable } } }];
  if (changed.length === 0 && added.length === 0 && removed.length === 0) return [];
  const data = {
    labels: changed.map(([name]) => name),
    taints: [...added, ...removed].map(taintText),
  };
  return [
    { do: 'put', ...about, value: configured(node, changed, added, removed, ctx.nowMs) },
    { do: 'note', fact: { model: 'kubernetes', type: 'nodeConfigured', about, data } },
  ];
}

function configured(
  node: Node,
  changed: readonly (readonly [string, string | null])[],
  added: readonly Taint[],
  removed: NodeConfiguration['removeTaints'],
  nowMs: number,
): Node {
  const gone = new Set(changed.flatMap(([name, value]) => (value === null ? [name] : [])));
  const kept = Object.entries(node.metadata.labels ?? {}).filter(([name]) => !gone.has(name));
  const set = changed.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const labels = Object.fromEntries([...kept, ...set]);
  const replaced = [...added, ...removed];
  const stay = (node.spec.taints ?? []).filter((taint) => !replaced.some((t) => alike(t, taint)));
  const dated = added.map((taint) =>
    taint.effect === 'NoExecute' ? { ...taint, timeAdded: nowMs } : taint,
  );
  const taints = [...stay, ...dated];
  const { taints: _before, ...spec } = node.spec;
  return {
    ...node,
    metadata: { ...node.metadata, labels },
    spec: { ...spec, ...(taints.length > 0 ? { taints } : {}) },
  };
}

type TaintName = Pick<Taint, 'key' | 'effect'> & { readonly value?: string };

const alike = (a: TaintName, b: TaintName): boolean => a.key === b.key && a.effect === b.effect;

/** With the same value, where one is asked for. */
const has = ({ spec }: Node, taint: TaintName): boolean =>
  (spec.taints ?? []).some(
    (t) => alike(t, taint) && (taint.value === undefined || (t.value ?? '') === taint.value),
  );

/** As kubectl prints it. */
export const taintText = ({ key, value, effect }: TaintName): string =>
  `${key}${value ? `=${value}` : ''}:${effect}`;
