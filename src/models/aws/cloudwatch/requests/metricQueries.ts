/** MetricDataQueries of alarms and of scaling policies: metrics and expressions, each with an id of its own. */
import type { Path } from '../../../../engine/model';
import { refuse } from '../../refusal';
import { inputOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import { expressionError } from '../metricMath';
import type { MetricDataQuery } from '../types';
import { metricOf, statisticField } from './fields';

/** `returning`: how many of them give data. */
export function metricQueries(
  given: readonly Input[],
  path: Path,
  returning: 'one' | 'any' = 'one',
): readonly MetricDataQuery[] {
  const queries = given.map(queryOf);
  const invalid = (message: string, ...at: Path): never =>
    refuse('ValidationError', message, [...path, ...at]);
  if (queries.length === 0) invalid('At least one metric is required.');
  queries.forEach(({ Id, Expression }, i) => {
    if (!/^[a-z]\w*$/.test(Id))
      invalid(
        `The value ${Id} for parameter Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$`,
        i,
        'Id',
      );
    if (queries.findIndex((other) => other.Id === Id) !== i)
      invalid(`The parameter Id ${Id} is not unique.`, i, 'Id');
    if (Expression === undefined) return;
    const others = queries.filter((other) => other.Id !== Id).map((other) => other.Id);
    const wrong = expressionError(Expression, others);
    if (wrong !== undefined) invalid(`Error in expression '${Id}': ${wrong}`, i, 'Expression');
  });
  const returned = queries.filter((query) => query.ReturnData !== false);
  if (returning === 'one' && returned.length !== 1)
    invalid('Exactly one element of the metrics list should return data.');
  return queries;
}

function queryOf(given: Input): MetricDataQuery {
  const [Label, Expression] = [textOf(given, 'Label'), textOf(given, 'Expression')];
  const stat = given['MetricStat'] === undefined ? undefined : inputOf(given['MetricStat']);
  if ((stat === undefined) === (Expression === undefined))
    refuse('ValidationError', 'Either MetricStat or Expression must be specified, not both.', []);
  return {
    Id: requiredText(given, 'Id'),
    ...(Label === undefined ? {} : { Label }),
    ...(Expression === undefined ? {} : { Expression }),
    ...(stat ? { MetricStat: metricStat(stat) } : {}),
    ...(typeof given['ReturnData'] === 'boolean' ? { ReturnData: given['ReturnData'] } : {}),
  };
}

function metricStat(given: Input): NonNullable<MetricDataQuery['MetricStat']> {
  const Period = wholeOf(given, 'Period');
  const Unit = textOf(given, 'Unit');
  return {
    Metric: metricOf(inputOf(given['Metric'])),
    ...(Period === undefined ? {} : { Period }),
    Stat: statisticField(given, 'Stat'),
    ...(Unit === undefined ? {} : { Unit }),
  };
}
