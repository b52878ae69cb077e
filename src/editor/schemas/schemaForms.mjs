/** The forms that hand-written JSON schemas are made of. */
export const text = (description, words) => ({
  type: 'string',
  description,
  ...(words ? { enum: words } : {}),
});
export const whole = (description) => ({ type: 'integer', description });
export const number = (description) => ({ type: 'number', description });
export const yesNo = (description) => ({ type: 'boolean', description });
export const texts = (description) => ({ type: 'array', items: { type: 'string' }, description });
export const ref = (name) => ({ $ref: `#/definitions/${name}` });
export const list = (name) => ({ type: 'array', items: ref(name) });
export const object = (properties, required = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
});
