/**
 * Placement constraints and strategies as requests give them. Messages as the service answers (observed 2026); limits:
 * 10 constraints, 5 strategies, expressions of 2000 characters.
 */
import type { FieldError, Path } from '../../../engine/model';
import { parseClusterQuery } from '../query/clusterQueryLanguage';
import type { PlacementConstraint, PlacementStrategy } from '../types';
import { at } from './exceptions';

type Exception = (path: Path, message: string) => FieldError;

export const MAX_CONSTRAINTS = 10;
export const MAX_STRATEGIES = 5;

export function placementConstraintErrors(
  constraints: readonly PlacementConstraint[],
  exception: Exception,
): FieldError[] {
  const errors = constraints.flatMap((constraint, i) =>
    at([i], constraintErrors(constraint, exception)),
  );
  if (constraints.length > MAX_CONSTRAINTS)
    errors.push(exception([], `Maximum number of constraints is ${MAX_CONSTRAINTS}.`));
  return errors;
}

function constraintErrors(
  { type, expression }: Partial<PlacementConstraint>,
  exception: Exception,
): FieldError[] {
  if (type === 'distinctInstance')
    return expression
      ? [exception(['expression'], 'distinctInstance expression should not be specified.')]
      : [];
  if (type === undefined) return [exception([], 'Placement constraint type is missing.')];
  if (!expression) return [exception([], 'memberOf expression must be specified.')];
  const query = parseClusterQuery(expression);
  return query.ok ? [] : [exception(['expression'], query.message)];
}

export function placementStrategyErrors(
  strategies: readonly PlacementStrategy[],
  exception: Exception,
): FieldError[] {
  const errors = strategies.flatMap((strategy, i) => at([i], strategyErrors(strategy, exception)));
  if (strategies.length > MAX_STRATEGIES)
    errors.push(exception([], `Maximum number of strategies is ${MAX_STRATEGIES}.`));
  return errors;
}

function strategyErrors(
  { type, field }: Partial<PlacementStrategy>,
  exception: Exception,
): FieldError[] {
  switch (type) {
    case 'random':
      return field ? [exception(['field'], 'random field should not be specified.')] : [];
    case 'binpack':
      return /^(cpu|memory)$/i.test(field ?? '')
        ? []
        : [exception(['field'], `binpack field '${field ?? ''}' is invalid.`)];
    case 'spread':
      return /^(instanceId|host|attribute:.+)$/.test(field ?? '')
        ? []
        : [exception(['field'], `spread field '${field ?? ''}' is invalid.`)];
    default:
      return [exception([], 'Placement strategy type is missing.')];
  }
}
