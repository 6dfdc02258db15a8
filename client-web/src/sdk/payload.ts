/**
 * A value whose meaning the game decides: what inputs, commands, answers, events and join options carry.
 *
 * Bounds: nested at most 16 deep (a plain value is 1 deep); whole numbers lie in ±(2⁵³ − 1); no NaN, no
 * infinities, no binary strings.
 */
export type Payload =
  | null
  | boolean
  | number
  | string
  | readonly Payload[]
  | { readonly [key: string]: Payload };

const maxDepth = 16;

/**
 * Throws a `TypeError` when the server would refuse the payload. A bad payload can cost the whole connection
 * (`bad_frame`), so the one who made it should hear of it first.
 */
export function checkPayload(value: Payload, depth = 1): void {
  if (depth > maxDepth) throw new TypeError(`A payload is nested at most ${maxDepth} deep.`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number') {
    checkNumber(value);
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkPayload(value[i] as Payload, depth + 1);
  } else if (isPlainObject(value)) {
    for (const item of Object.values(value)) checkPayload(item, depth + 1);
  } else {
    throw new TypeError(`A payload cannot hold a ${typeof value} of that kind.`);
  }
}

function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw new TypeError(`A payload cannot hold ${value}.`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new TypeError('A whole number in a payload lies in ±(2⁵³ − 1).');
  }
}

function isPlainObject(value: unknown): value is Record<string, Payload> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
