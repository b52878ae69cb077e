/** Suite `kubernetes/resource-quantity`: what `models/kubernetes/quantity.ts` says of one or two texts. */
import {
  add,
  canonical,
  compareQuantities,
  decimalText,
  negate,
  parseQuantity,
  quantity,
  quantityText,
  roundUp,
  scaledValue,
  subtract,
} from '../../models/kubernetes/quantity';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly operation: 'parse' | 'cmp' | 'add' | 'sub' | 'neg' | 'roundUp' | 'scaledValue';
  readonly text: string;
  readonly a: string;
  readonly b: string;
  readonly exponent: number;
}

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'resource-quantity',
  check: (testCase) => differences(testCase.expect, answer(testCase)),
};

function answer(testCase: Case): Readonly<Record<string, unknown>> {
  const input = testCase.input as unknown as Input;
  switch (input.operation) {
    case 'parse':
      return parsed(input.text);
    case 'cmp':
      return { result: compareQuantities(quantity(input.a), quantity(input.b)) };
    case 'add':
      return { canonical: canonical(add(quantity(input.a), quantity(input.b))) };
    case 'sub':
      return { canonical: canonical(subtract(quantity(input.a), quantity(input.b))) };
    case 'neg':
      return { canonical: canonical(negate(quantity(input.a))) };
    case 'roundUp': {
      const rounded = roundUp(quantity(input.a), input.exponent);
      return { canonical: canonical(rounded.quantity), exact: rounded.exact };
    }
    case 'scaledValue':
      return { value: Number(scaledValue(quantity(input.a), input.exponent)) };
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  const result = parseQuantity(text);
  if (result.error !== undefined) return { error: true };
  const q = result.quantity;
  return {
    canonical: canonical(q),
    format: q.format,
    decimal: decimalText(q),
    value: Number(scaledValue(q, 0)),
    milliValue: Number(scaledValue(q, -3)),
    string: quantityText(q),
  };
}
