import { beforeEach, expect, test } from 'vitest';
import { ArrowGroups } from '../../src/arena/draw/arrowGroups.ts';

let groups: ArrowGroups;
beforeEach(() => {
  groups = new ArrowGroups();
});

const drawn = () =>
  Array.from({ length: groups.count }, (_, i) => [groups.x[i], groups.tint[i], groups.members[i]]);

test('arrows apart from each other stay as they are', () => {
  groups.add(100, 18, 0, 0.5, 1);
  groups.add(140, 18, 0, 0.5, 2);
  expect(drawn()).toEqual([
    [100, 1, 1],
    [140, 2, 1],
  ]);
});

test('arrows on each other are one, for the nearest ship, with their number', () => {
  groups.add(100, 18, 0, 0.5, 1);
  groups.add(108, 18, 0, 0.75, 2);
  groups.add(112, 18, 0, 0.4, 3);
  expect(drawn()).toEqual([[108, 2, 3]]);
});

test('another frame begins with none', () => {
  groups.add(100, 18, 0, 0.5, 1);
  groups.clear();
  groups.add(100, 18, 0, 0.4, 2);
  expect(drawn()).toEqual([[100, 2, 1]]);
});

test('more than there is room for are left out', () => {
  for (let i = 0; i < 80; i++) groups.add(i * 40, 18, 0, 0.5, i);
  expect(groups.count).toBe(64);
});
