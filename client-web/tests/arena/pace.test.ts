import { expect, test } from 'vitest';
import { Pace } from '../../src/arena/draw/pace.ts';

/** What a frame takes on a level; the last goes on. */
type Device = (level: number) => number;

const of =
  (...times: number[]): Device =>
  (level) =>
    times[Math.min(level, times.length - 1)] ?? 0;

function run(pace: Pace, frames: number, device: Device): number {
  let changes = 0;
  for (let i = 0; i < frames; i++) if (pace.frame(device(pace.level))) changes++;
  return changes;
}

test('frames in time change nothing, and neither does a hiccup', () => {
  const pace = new Pace(3);
  expect(run(pace, 600, of(16.7))).toBe(0);
  expect(run(pace, 3, of(100))).toBe(0);
  expect(run(pace, 600, of(16.7))).toBe(0);
  expect(pace.level).toBe(0);
});

test('frames that stay late bring it down, step by step to the last, as long as each step makes them shorter', () => {
  const pace = new Pace(3);
  expect(run(pace, 70, of(80, 60, 45, 34))).toBe(1);
  expect(pace.level).toBe(1);
  expect(run(pace, 1000, of(80, 60, 45, 34))).toBe(2);
  expect(pace.level).toBe(3);
});

test('a step that makes frames a tenth shorter is not worth what it gives up', () => {
  const pace = new Pace(3);
  run(pace, 5000, of(50, 45));
  expect(pace.level).toBe(0);
});

test('a device that shows 30 frames a second, whatever they cost, keeps its picture for good', () => {
  const pace = new Pace(3);
  expect(run(pace, 100, of(33.3))).toBe(1);
  expect(run(pace, 20, of(33.3))).toBe(1);
  expect(pace.level).toBe(0);
  expect(run(pace, 20_000, of(33.3))).toBe(0);
});

test('only the step that was in vain is taken back', () => {
  const pace = new Pace(3);
  expect(run(pace, 5000, of(60, 33.3, 33.3))).toBe(3);
  expect(pace.level).toBe(1);
});

test('a device that was slow by its nature and becomes slower still gets another try', () => {
  const pace = new Pace(3);
  run(pace, 1000, of(33.3));
  expect(pace.level).toBe(0);
  run(pace, 1000, of(60, 33.3, 33.3));
  expect(pace.level).toBe(1);
});

test('it goes one step back up after a long good spell, and no sooner', () => {
  const pace = new Pace(3);
  run(pace, 70, of(50, 16.7));
  expect(run(pace, 1700, of(16.7))).toBe(0);
  expect(pace.level).toBe(1);
  expect(run(pace, 200, of(16.7))).toBe(1);
  expect(pace.level).toBe(0);
});

test('a step up that is too much is taken back, and tried less and less often', () => {
  const pace = new Pace(3);
  const device = of(50, 16.7);
  run(pace, 70, device);
  const ups: number[] = [];
  for (let i = 0; i < 20_000; i++) if (pace.frame(device(pace.level)) && pace.level === 0) ups.push(i);
  expect(pace.level).toBe(1);
  expect(ups).toHaveLength(3);
  const [first = 0, second = 0, third = 0] = ups;
  expect(third - second).toBeGreaterThan(1.8 * (second - first));
});

test('frames that are just good enough are no reason to ask for more', () => {
  const pace = new Pace(3);
  run(pace, 70, of(50, 25));
  expect(run(pace, 20_000, of(50, 25))).toBe(0);
  expect(pace.level).toBe(1);
});
