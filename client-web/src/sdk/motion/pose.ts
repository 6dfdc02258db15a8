/**
 * What is shown of a thing, as numbers side by side, such as `[x, y, angle]`. For each of them `wraps` says after how much it
 * begins anew (1,024 for an angle in steps), or 0 if it does not: those that wrap go the short way round.
 */
export type Wraps = readonly number[];

/** The way from one number to another, the short way round if they wrap. */
export function way(from: number, to: number, wrap: number): number {
  const straight = to - from;
  return wrap === 0 ? straight : straight - wrap * Math.round(straight / wrap);
}

/** Length of the first `dimensions` numbers. */
export function lengthOf(values: Float64Array, dimensions: number): number {
  let square = 0;
  for (let i = 0; i < dimensions; i++) square += at(values, i) * at(values, i);
  return Math.sqrt(square);
}

/**
 * A number, or the bound that it is beyond. Short enough to be compiled into its callers, where `Math.min` would make an object
 * of a fraction.
 */
export function bounded(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** An element that is known to be there. */
export function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
