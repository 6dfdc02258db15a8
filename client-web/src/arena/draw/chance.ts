const kept = 1024;
const numbers = Float64Array.from({ length: kept }, Math.random);
let next = 0;

/** Uniform in [0, 1), for the eye alone: they come again after a while, and are none of the objects that `Math.random` makes. */
export function chance(): number {
  next = (next + 1) % kept;
  return numbers[next] as number;
}
