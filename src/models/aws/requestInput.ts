/** Reading the input of an AWS request field by field. What is there but of the wrong type is refused by name. */
import { refuse } from './refusal';

export type Input = Readonly<Record<string, unknown>>;

export const inputOf = (input: unknown): Input =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Input) : {};

export function textOf(input: Input, field: string): string | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return wrongType(field, value, 'string');
}

export function requiredText(input: Input, field: string): string {
  const text = textOf(input, field);
  if (text === undefined || text === '')
    refuse('MissingParameter', `The request must contain the parameter ${field}`, [field]);
  return text;
}

export function wholeOf(input: Input, field: string): number | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  return wrongType(field, value, 'integer');
}

export function textsOf(input: Input, field: string): readonly string[] {
  const value = input[field];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return wrongType(field, value, 'list of strings');
}

export function objectsOf(input: Input, field: string): readonly Input[] {
  const value = input[field];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null))
    return value as readonly Input[];
  return wrongType(field, value, 'list of structures');
}

const wrongType = (field: string, value: unknown, wanted: string): never =>
  refuse(
    'InvalidParameterValue',
    `Invalid type for parameter ${field}, value: ${JSON.stringify(value)}, valid type: ${wanted}`,
    [field],
  );
