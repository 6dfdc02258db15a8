import { beforeEach, expect, test } from 'vitest';
import { ArrowGroups } from '../../src/arena/draw/arrowGroups.ts';

let groups: ArrowGroups;
beforeEach(() => {
  groups = new ArrowGroups();
});

const drawn = () =>
  Array.from({ length: groups.count }, (_, i) => [groups.x[i], groups.tint[i], groups.members[i]]);

test('arrows apart from each other stay as they are', () => {
  groups.add({ x: 100, y: 18, angle: 0, alpha: 0.5, tint: 1 });
  groups.add({ x: 140, y: 18, angle: 0, alpha: 0.5, tint: 2 });
  expect(drawn()).toEqual([
    [100, 1, 1],
    [140, 2, 1],
  ]);
});

test('arrows on each other are one, for the nearest ship, with their number', () => {
  groups.add({ x: 100, y: 18, angle: 0, alpha: 0.5, tint: 1 });
  groups.add({ x: 108, y: 18, angle: 0, alpha: 0.75, tint: 2 });
  groups.add({ x: 112, y: 18, angle: 0, alpha: 0.4, tint: 3 });
  expect(drawn()).toEqual([[108, 2, 3]]);
});

test('another frame begins with none', () => {
  groups.add({ x: 100, y: 18, angle: 0, alpha: 0.5, tint: 1 });
  groups.clear();
  groups.add({ x: 100, y: 18, angle: 0, alpha: 0.4, tint: 2 });
  expect(drawn()).toEqual([[100, 2, 1]]);
});

test('more than there is room for are left out', () => {
  for (let i = 0; i < 80; i++) groups.add({ x: i * 40, y: 18, angle: 0, alpha: 0.5, tint: i });
  expect(groups.count).toBe(64);
});
