import { expect, test } from 'vitest';
import { Pace } from '../../src/arena/draw/pace.ts';

function run(pace: Pace, frames: number, elapsedMs: number): number {
  let changes = 0;
  for (let i = 0; i < frames; i++) if (pace.frame(elapsedMs)) changes++;
  return changes;
}

test('frames in time change nothing, and neither does a hiccup', () => {
  const pace = new Pace(3);
  expect(run(pace, 600, 16.7)).toBe(0);
  expect(run(pace, 3, 100)).toBe(0);
  expect(run(pace, 600, 16.7)).toBe(0);
  expect(pace.level).toBe(0);
});

test('frames that stay late bring it down, step by step to the last', () => {
  const pace = new Pace(3);
  expect(run(pace, 70, 50)).toBe(1);
  expect(pace.level).toBe(1);
  expect(run(pace, 1000, 50)).toBe(2);
  expect(pace.level).toBe(3);
});

test('it stays where it is once frames come in time', () => {
  const pace = new Pace(3);
  run(pace, 70, 50);
  run(pace, 1000, 16.7);
  expect(pace.level).toBe(1);
});
