import { describe, expect, test } from 'vitest';
import { wishOf } from '../../src/arena/address.ts';
import { offerName, problemWith } from '../../src/arena/names.ts';
import { reconnecting, roomEnding, sessionEnding } from '../../src/arena/sentences.ts';

describe('The address', () => {
  test.each([
    ['', 'quick', 'arena'],
    ['?room=abc-1', 'room', 'abc-1'],
    ['?code=ABCDE-12345', 'code', 'ABCDE-12345'],
    ['?room=', 'quick', 'arena'],
    ['?room=a&code=b', 'room', 'a'],
  ])('%j asks for %s %s', (query, how, target) => {
    expect(wishOf(query)).toEqual({ how, target });
  });
});

describe('Names', () => {
  test('Every offered name is a good one', () => {
    for (let i = 0; i < 200; i++) expect(problemWith(offerName())).toBeNull();
  });

  test.each(['Nova', 'Żółw 2', 'a-b_c.d', '名前', '1234567890123456'])('%s is taken', (name) => {
    expect(problemWith(name)).toBeNull();
  });

  test.each(['', '12345678901234567', 'a<b', 'x\ny', '🚀'])('%j is refused with a sentence', (name) => {
    expect(problemWith(name)).toMatch(/\.$/);
  });
});

describe('Sentences', () => {
  test('Every ending is one sentence with a way on', () => {
    const codes = [
      'taken_over',
      'room_closed',
      'game_failed',
      'room_gone',
      'kicked',
      'grace_over',
      'room_full',
      '?',
    ];
    for (const ending of [...codes.map(roomEnding), ...['unauthorized', 'bad_version'].map(sessionEnding)]) {
      expect(ending.sentence).toMatch(/\.$/);
      expect(ending.ways.length).toBeGreaterThan(0);
    }
    expect(roomEnding('taken_over').ways).toEqual(['playHere', 'secondGuest']);
  });

  test('A lost connection tells how long the pause is', () => {
    const status = { phase: 'reconnecting', attempt: 1, retryAt: 5000, reason: 'lost' } as const;
    expect(reconnecting(status, 2100, true)).toBe('Connection lost. Trying again in 3 s.');
    expect(reconnecting(status, 5000, true)).toBe('Connection lost. Reconnecting …');
    expect(reconnecting({ ...status, reason: 'server_full' }, 4500, true)).toBe(
      'The server is full. Trying again in 1 s.',
    );
    expect(reconnecting(status, 4500, false)).toBe('The server cannot be reached. Trying again in 1 s.');
  });
});
