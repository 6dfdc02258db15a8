import { expect, test } from 'vitest';
import { clear, covers } from '../../src/arena/hud/panels.ts';

/** A panel from (0, 0) to (200, 100). */
const corner = Float32Array.of(0, 0, 200, 100);

function clearShare(edges: Float32Array, x: number, y: number, dx: number, dy: number, gap: number): number {
  const way = { x, y, dx, dy, share: Number.NaN };
  clear(edges, way, gap);
  return way.share;
}

test('a way that meets no panel is clear to its end', () => {
  expect(clearShare(corner, 500, 400, 400, 300, 0)).toBe(1);
  expect(clearShare(corner, 500, 400, -500, 0, 0)).toBe(1);
});

test('a way into a panel ends where it meets its edge', () => {
  expect(clearShare(corner, 500, 50, -400, 0, 0)).toBeCloseTo(0.75);
  expect(clearShare(corner, 100, 400, 0, -400, 0)).toBeCloseTo(0.75);
  expect(clearShare(corner, 400, 200, -400, -200, 0)).toBeCloseTo(0.5);
});

test('the gap is kept', () => {
  expect(clearShare(corner, 500, 50, -400, 0, 20)).toBeCloseTo(0.7);
});

test('a panel that is not shown is not in the way', () => {
  expect(clearShare(new Float32Array(4), 100, 100, -200, -200, 20)).toBe(1);
});

test('what lies under a panel is covered', () => {
  expect(covers(corner, { x: 100, y: 50 }, 0)).toBe(true);
  expect(covers(corner, { x: 210, y: 50 }, 0)).toBe(false);
  expect(covers(corner, { x: 210, y: 50 }, 20)).toBe(true);
  expect(covers(new Float32Array(4), { x: 0, y: 0 }, 20)).toBe(false);
});

test('the nearest of several panels counts', () => {
  expect(clearShare(Float32Array.of(...corner, 300, 0, 400, 100), 500, 50, -400, 0, 0)).toBeCloseTo(0.25);
});
