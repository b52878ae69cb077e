/**
 * Node selectors (component-helpers scheduling/corev1/nodeaffinity, v1.34). Terms are alternatives, the expressions of a
 * term must all hold, an empty term and an empty list match nothing. `NotIn` and `DoesNotExist` hold for an absent
 * label; `Gt` and `Lt` compare integers. A term with an invalid expression is passed over, the others still count.
 */
import type {
  Labels,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodSpec,
} from '../types';
import { isLabelValue, isQualifiedName, type NameRule } from '../validation/names';
import type { NodeInfo } from './nodeInfo';

type NodePredicate = (node: NodeInfo) => boolean;

/** nodeSelector and required node affinity together; undefined when the pod has neither. */
export function requiredNodeAffinity(spec: PodSpec): NodePredicate | undefined {
  const wanted = Object.entries(spec.nodeSelector ?? {});
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (wanted.length === 0 && !required) return undefined;
  const terms = required && anyTerm(required.nodeSelectorTerms);
  return (node) =>
    wanted.every(([key, value]) => node.labels[key] === value) && (!terms || terms(node));
}

export function anyTerm(terms: readonly NodeSelectorTerm[]): NodePredicate {
  const valid = terms.map(termPredicate).filter((term) => term !== undefined);
  return (node) => valid.some((matches) => matches(node));
}

/** Sum of the weights of the preferred terms that a node matches. */
export function preferredWeight(
  preferred: NonNullable<NodeAffinity['preferredDuringSchedulingIgnoredDuringExecution']>,
): (node: NodeInfo) => number {
  const valid = preferred.flatMap(({ weight, preference }) => {
    const matches = weight === 0 ? undefined : termPredicate(preference);
    return matches ? [{ weight, matches }] : [];
  });
  return (node) => valid.reduce((sum, term) => sum + (term.matches(node) ? term.weight : 0), 0);
}

/** undefined: the term is empty or not valid. */
function termPredicate(term: NodeSelectorTerm): NodePredicate | undefined {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return undefined;
  const onLabels = matchExpressions.map(labelRequirement);
  const onFields = matchFields.map(fieldRequirement);
  const both = [...onLabels, ...onFields].filter((r) => r !== undefined);
  if (both.length < onLabels.length + onFields.length) return undefined;
  return (node) => both.every((holds) => holds(node));
}

function labelRequirement({
  key,
  operator,
  values = [],
}: NodeSelectorRequirement): NodePredicate | undefined {
  if ([key].some(isWrong(isQualifiedName)) || values.some(isWrong(isLabelValue))) return undefined;
  const holds = onLabel(operator, values);
  return holds && ((node) => holds(labelOf(node.labels, key)));
}

const isWrong =
  (rule: NameRule) =>
  (text: string): boolean =>
    rule(text).length > 0;

const labelOf = (labels: Labels, key: string): string | undefined =>
  Object.hasOwn(labels, key) ? labels[key] : undefined;

function onLabel(
  operator: NodeSelectorRequirement['operator'],
  values: readonly string[],
): ((value: string | undefined) => boolean) | undefined {
  switch (operator) {
    case 'In':
      if (values.length === 0) return undefined;
      return (value) => value !== undefined && values.includes(value);
    case 'NotIn':
      if (values.length === 0) return undefined;
      return (value) => value === undefined || !values.includes(value);
    case 'Exists':
      return values.length > 0 ? undefined : (value) => value !== undefined;
    case 'DoesNotExist':
      return values.length > 0 ? undefined : (value) => value === undefined;
    case 'Gt':
    case 'Lt': {
      const limit = values.length === 1 ? integer(values[0]) : undefined;
      if (limit === undefined) return undefined;
      return (value) => {
        const actual = integer(value);
        return actual !== undefined && (operator === 'Gt' ? actual > limit : actual < limit);
      };
    }
    default:
      return undefined;
  }
}

const integer = (text: string | undefined): bigint | undefined =>
  text !== undefined && /^[+-]?\d{1,19}$/.test(text) ? BigInt(text.replace('+', '')) : undefined;

/** Only `metadata.name` is a field of nodes here, with exactly one value. */
function fieldRequirement({
  key,
  operator,
  values = [],
}: NodeSelectorRequirement): NodePredicate | undefined {
  const [value] = values;
  if (values.length !== 1 || value === undefined) return undefined;
  const field = (node: NodeInfo): string => (key === 'metadata.name' ? node.name : '');
  if (operator === 'In') return (node) => field(node) === value;
  if (operator === 'NotIn') return (node) => field(node) !== value;
  return undefined;
}
