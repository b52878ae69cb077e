/** What the OpenAPI document says cannot be missing, for kinds whose rules are not written out here. */
import { FieldPath, required, type Violation } from './fieldErrors';
import { structType, type Shape } from './typeTable';

/** `status` and `metadata` are not the submitter's business. */
export function validateRequiredFields(
  type: string,
  object: Readonly<Record<string, unknown>>,
): readonly Violation[] {
  return ofStruct(type, object, FieldPath.root, new Set(['metadata', 'status']));
}

function ofStruct(
  type: string,
  value: Readonly<Record<string, unknown>>,
  at: FieldPath,
  skip: ReadonlySet<string> = new Set(),
): readonly Violation[] {
  return [...structType(type)].flatMap(([name, field]) => {
    if (skip.has(name)) return [];
    const given = value[name];
    if (given === undefined) return field.required ? [required(at.child(name))] : [];
    return ofValue(field.shape, given, at.child(name));
  });
}

function ofValue(shape: Shape, value: unknown, at: FieldPath): readonly Violation[] {
  switch (shape.is) {
    case 'struct':
      return ofStruct(shape.type, value as Readonly<Record<string, unknown>>, at);
    case 'list':
      return (value as readonly unknown[]).flatMap((item, i) =>
        ofValue(shape.of, item, at.index(i)),
      );
    case 'map':
      return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, item]) =>
        ofValue(shape.of, item, at.key(key)),
      );
    default:
      return [];
  }
}
