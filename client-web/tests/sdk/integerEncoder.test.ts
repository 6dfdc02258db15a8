import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IntegerEncoder } from '../../src/sdk/integerEncoder.ts';
import type { Payload } from '../../src/sdk/payload.ts';

const edges = [0, 0x20, 0x80, 0x100, 0x8000, 0x1_0000, 0x8000_0000, 0x1_0000_0000, 2 ** 53].flatMap((edge) =>
  [-1, 0, 1].flatMap((by) => [edge + by, -(edge + by)]),
);
const integer = fc.oneof(fc.integer(), fc.integer({ min: -200, max: 2000 }), fc.constantFrom(...edges));
const other = fc.constantFrom<Payload>(null, true, 0.5, 'text', { a: 1 });
const value = fc.letrec<{ any: Payload }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    { weight: 12, arbitrary: integer },
    { weight: 1, arbitrary: other },
    { weight: 2, arbitrary: fc.array(tie('any'), { maxLength: 17 }) },
  ),
})).any;

test('What it encodes is what the general encoder makes of it; the rest it leaves alone', () => {
  const encoder = new IntegerEncoder();
  fc.assert(
    fc.property(fc.array(value, { maxLength: 17 }), (list) => {
      const bytes = encoder.encode(list);
      if (bytes !== null) expect(bytes).toEqual(encode(list));
    }),
    { numRuns: 2000 },
  );
});

test('An input is encoded, and stays as it was when the next one is', () => {
  const encoder = new IntegerEncoder();
  const first = encoder.encode([4, 0, 4_000_000_000, [31, -1, 70_000]]);
  encoder.encode([4, 1, 2, [0, 900, 5]]);
  expect(first).toEqual(encode([4, 0, 4_000_000_000, [31, -1, 70_000]]));
});

test.each([
  ['text', [1, 'Nova']],
  ['a fraction', [0.5]],
  ['a list of more than fifteen', Array(16).fill(1)],
  ['more than it has room for', [Array(14).fill(70_000), Array(14).fill(70_000)]],
  ['a number of more than 32 bits', [2 ** 32]],
])('%s is none of its', (_, list) => {
  expect(new IntegerEncoder().encode(list as Payload[])).toBe(null);
});
