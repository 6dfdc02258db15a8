import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lumps } from '../../../src/sdk/http/lumps.ts';

/** When the first was told of that arrived so; null if none was. */
function toldAt(arrivals: readonly number[]): number | null {
  const lumps = new Lumps();
  return arrivals.find((at) => lumps.arrived(at)) ?? null;
}

const lumpsOf = (messages: number, everyMs: number, count: number) =>
  Array.from(
    { length: count * messages },
    (_, i) => Math.floor(i / messages) * everyMs + (i % messages) * 0.2,
  );

describe('Lumps', () => {
  test('A stream that comes by the buffer is told of within seconds', () => {
    expect(toldAt(lumpsOf(12, 430, 20))).toBeLessThan(3000);
    expect(toldAt(lumpsOf(40, 2900, 20))).toBeLessThan(18_000);
  });

  test('Neither a brisk room nor a quiet one is', () => {
    for (const everyMs of [16, 33, 100, 500, 8000])
      expect(toldAt(Array.from({ length: 1000 }, (_, i) => i * everyMs))).toBeNull();
    // Two things at once now and then, such as an event and what it changed.
    expect(toldAt(lumpsOf(2, 1000, 200))).toBeNull();
  });

  test('A room whose ticks wait for others now and then is not, as long as some come by themselves', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ lumps: fc.integer({ min: 0, max: 5 }), alone: fc.integer({ min: 1, max: 9 }) }),
          {
            maxLength: 50,
          },
        ),
        (stretches) => {
          const arrivals: number[] = [];
          let at = 0;
          for (const { lumps, alone } of stretches) {
            for (let i = 0; i < lumps; i++) {
              at += 300;
              for (let j = 0; j < 8; j++) arrivals.push(at + j);
            }
            for (let i = 0; i < alone; i++) {
              at += 33;
              arrivals.push(at);
            }
          }
          expect(toldAt(arrivals)).toBeNull();
        },
      ),
    );
  });
});
