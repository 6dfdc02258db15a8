import { describe, expect, test } from 'vitest';
import { readHue, wearing, writeHue } from '../../src/arena/worn.ts';

const player = '0123456789abcdef0123456789abcdef';

describe('What a ship wears', () => {
  test.each([0, 42, 359])('is read as it was kept: %d', (hue) =>
    expect(readHue(writeHue(player, hue), player)).toBe(hue),
  );

  test.each([
    null,
    '',
    player,
    `${player} `,
    `${player} -1`,
    `${player} 360`,
    `${player} 4.5`,
    `${player} 12 3`,
    '12',
  ])('is nothing, if %j was kept', (kept) => expect(readHue(kept, player)).toBeNull());

  test('is what this player chose, not another one', () => {
    expect(readHue(writeHue(player, 42), 'another')).toBeNull();
    expect(readHue(writeHue(player, 42), undefined)).toBeNull();
  });

  test('goes along whichever way leads into a room, and not with who only watches', () => {
    for (const how of ['quick', 'room', 'code', 'create'] as const)
      expect(wearing({ how, target: 'x' }, 42)).toEqual({ how, target: 'x', options: { hue: 42 } });
    expect(wearing({ how: 'room', target: 'x', watch: true }, 42).options).toBeUndefined();
    expect(wearing({ how: 'quick', target: 'x' }, null).options).toBeUndefined();
  });
});
