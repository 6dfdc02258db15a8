const first = 500;
const longest = 5_000;

/**
 * Full jitter: a random time in [0, min(500 ms × 2ⁿ, 5 s)] before attempt n, counted from 0. Clients that lost
 * the same server come back spread out.
 */
export function backoff(attempt: number, random: number): number {
  return random * Math.min(first * 2 ** attempt, longest);
}
