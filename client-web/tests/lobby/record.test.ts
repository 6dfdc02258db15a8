import { expect, test } from 'vitest';
import { hueColour } from '../../src/arena/draw/palette.ts';
import { hues } from '../../src/lobby/hues.ts';
import { figuresOf, sinceOf } from '../../src/lobby/record.ts';

const none = { rounds: 0, wins: 0, points: 0, kills: 0, deaths: 0, best: 0, since: 0, hue: -1 };
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

test('the figures have their names and are easy to read', () => {
  const record = { ...none, rounds: 1204, wins: 3, points: 34567, kills: 81, deaths: 90, best: 77 };
  expect(Object.fromEntries(figuresOf(record, new Intl.NumberFormat('en')))).toEqual({
    Rounds: '1,204',
    Wins: '3',
    Points: '34,567',
    Kills: '81',
    'Best round': '77',
  });
});

test('somebody new is told what counts, anyone else since when it was counted', () => {
  expect(sinceOf(none, dates)).toMatch(/^No round yet/);
  expect(sinceOf({ ...none, rounds: 1, since: Date.UTC(2026, 2, 1) }, dates)).toBe('Flying since 1 Mar 2026');
});

test('each hue to choose from has a name of its own and looks like no other, nor like oneself', () => {
  expect(new Set(hues.map(([, name]) => name)).size).toBe(hues.length);
  expect(new Set([...hues.map(([hue]) => hueColour(hue)), '#6ff2ff']).size).toBe(hues.length + 1);
  for (const [hue] of hues) expect(hue).toBeLessThan(360);
});
