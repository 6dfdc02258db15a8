import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headingTo, radians } from '../../src/arena/contract.ts';

test('A heading says where it was taken from', () => {
  expect([headingTo(1, 0), headingTo(0, 1), headingTo(-1, 0), headingTo(0, -1)]).toEqual([0, 256, 512, 768]);
  fc.assert(
    fc.property(fc.nat(1023), (heading) => {
      expect(headingTo(Math.cos(radians(heading)), Math.sin(radians(heading)))).toBe(heading);
    }),
  );
});
