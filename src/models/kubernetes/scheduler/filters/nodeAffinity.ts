/**
 * NodeAffinity: nodeSelector and required node affinity must both match, and so must the affinity that the scheduler's
 * own configuration adds to every pod (plugins/nodeaffinity, v1.34). A pod whose every term names its nodes by
 * `metadata.name` is tried on these nodes only: that is how DaemonSet pods go through the scheduler.
 */
import type { NodeSelectorTerm } from '../../types';
import { unresolvable, type FilterFactory } from '../framework';
import { anyTerm, requiredNodeAffinity } from '../nodeSelector';

const NO_MATCH = unresolvable("node(s) didn't match Pod's node affinity/selector");
const NO_ADDED_MATCH = unresolvable("node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = unresolvable('pod affinity terms conflict');

export const nodeAffinity: FilterFactory = ({ args: { addedAffinity } }) => {
  const addedTerms = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const added = addedTerms && anyTerm(addedTerms.nodeSelectorTerms);
  return {
    name: 'NodeAffinity',
    isNodeLocal: true,
    preFilter({ spec }) {
      const required = requiredNodeAffinity(spec);
      if (!required && !added) return 'Skip';
      const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      const names = terms && namesOf(terms.nodeSelectorTerms);
      return {
        ...(names && (names.size === 0 ? { reject: CONFLICT } : { nodeNames: names })),
        filter(node) {
          if (added && !added(node)) return NO_ADDED_MATCH;
          return !required || required(node) ? undefined : NO_MATCH;
        },
      };
    },
    hint({ spec }, event) {
      if (event.type !== 'NodeAdd' && event.type !== 'NodeUpdate') return false;
      const matches = requiredNodeAffinity(spec) ?? (() => true);
      if (!matches(event.node) || (added && !added(event.node))) return false;
      return event.type === 'NodeAdd' || !matches(event.before);
    },
  };
};

/** Nodes named by all terms together; undefined when one of them leaves the name open. */
function namesOf(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter((f) => f.key === 'metadata.name' && f.operator === 'In')
      .map((f) => f.values ?? []);
    const [first, ...others] = lists;
    if (!first) return undefined;
    for (const name of first) if (others.every((list) => list.includes(name))) names.add(name);
  }
  return names;
}
