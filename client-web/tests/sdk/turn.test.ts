import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Turn } from '../../src/sdk/index.ts';

const vectors = JSON.parse(
  readFileSync(fileURLToPath(new URL('../arena/flight-vectors.json', import.meta.url)), 'utf8'),
) as {
  readonly sines: readonly number[];
  readonly cosines: readonly number[];
  readonly directions: readonly (readonly [number, number, number])[];
  readonly roots: readonly (readonly [number, number])[];
};

/** The angle of the first sine and cosine. */
const first = -8;

test('The table is the one of the server', () => {
  expect(vectors.sines.length).toBeGreaterThan(Turn.steps);
  vectors.sines.forEach((sine, i) => {
    expect(Turn.sin(first + i)).toBe(sine);
  });
  vectors.cosines.forEach((cosine, i) => {
    expect(Turn.cos(first + i)).toBe(cosine);
  });
});

test('Directions and roots are those of the server', () => {
  for (const [x, y, step] of vectors.directions) expect(Turn.of(x, y)).toBe(step);
  for (const [square, root] of vectors.roots) expect(Turn.squareRoot(square)).toBe(root);
});

test('The shortest way leads there', () => {
  fc.assert(
    fc.property(fc.nat(1023), fc.nat(1023), (from, to) => {
      const way = Turn.difference(from, to);
      expect(way).toBeGreaterThanOrEqual(-512);
      expect(way).toBeLessThan(512);
      expect((from + way) & 1023).toBe(to);
    }),
  );
});

test('A root is the largest whose square fits', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const root = BigInt(Turn.squareRoot(value));
      expect(root * root <= BigInt(value) && (root + 1n) * (root + 1n) > BigInt(value)).toBe(true);
    }),
  );
});
