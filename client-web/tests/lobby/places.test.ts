import { expect, test } from 'vitest';
import { linesOf, type Place } from '../../src/lobby/places.ts';
import type { Row } from '../../src/sdk/index.ts';

const numbers = new Intl.NumberFormat('en');

function row(key: number, name: string, score = 0, wins = 0): Row<Place> {
  return { key, fields: { player: `p-${name}`, name, score, wins }, raw: [] };
}

test('the best stand by rank, however the rows came, with figures that are easy to read', () => {
  const rows = [row(3, 'Cal', 5), row(1, 'Ada', 12_345, 1200), row(2, '<b>', 70, 1)];
  expect(linesOf(rows, null, numbers).map(({ cells }) => cells)).toEqual([
    ['1', 'Ada', '1,200', '12,345'],
    ['2', '<b>', '1', '70'],
    ['3', 'Cal', '0', '5'],
  ]);
});

test('ten of them are shown', () => {
  const rows = Array.from({ length: 50 }, (_, index) => row(50 - index, 'Ada'));
  expect(linesOf(rows, null).map(({ cells }) => cells[0])).toEqual('1 2 3 4 5 6 7 8 9 10'.split(' '));
  expect(linesOf([], null)).toEqual([]);
});

test('one finds oneself, and only by who one is', () => {
  const rows = [row(1, 'Ada'), row(2, 'Vega')];
  const mine = (self: string | null) => linesOf(rows, self).map(({ isYou }) => isYou);
  expect([mine('p-Vega'), mine('Vega'), mine(null)]).toEqual([
    [false, true],
    [false, false],
    [false, false],
  ]);
});
