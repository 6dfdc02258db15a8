import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lead } from '../../../src/sdk/motion/lead.ts';

describe('Lead', () => {
  test('It makes up for a distance by a tenth of the speed of time at most', () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 100, noNaN: true }), (distance) => {
        const passed = new Lead().pace(1, distance);
        expect(passed).toBeGreaterThanOrEqual(0.9);
        expect(passed).toBeLessThanOrEqual(1.1);
        expect((passed - 1) * distance).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('Far ahead, the time of the player stands still', () => {
    expect(new Lead().pace(1, -13)).toBe(0);
  });

  test('The margin grows by what was missed, within its bounds, and shrinks when nothing is', () => {
    const lead = new Lead({ minMargin: 1, maxMargin: 4 });
    lead.missed(2.2);
    expect(lead.margin).toBe(2.2);
    lead.missed(15);
    expect(lead.margin).toBe(4);
    lead.missed(0);
    expect(lead.margin).toBe(4);
    for (let tick = 0; tick < 300; tick++) lead.pace(1, 0);
    expect(lead.margin).toBe(4);
    for (let tick = 0; tick < 600; tick++) lead.pace(1, 0);
    expect(lead.margin).toBeCloseTo(3);
    for (let tick = 0; tick < 3000; tick++) lead.pace(1, 0);
    expect(lead.margin).toBe(1);
  });
});
