import { describe, expect, test } from 'vitest';
import { queryFor, wishOf } from '../../src/arena/address.ts';
import { readCode, writeCode } from '../../src/arena/roomCode.ts';
import { renamed, roomEnding, sessionEnding } from '../../src/arena/sentences.ts';
import { offerName, problemWith } from '../../src/look/names.ts';
import { reconnecting } from '../../src/look/sentences.ts';

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

  test.each([
    ['?room=abc-1&watch=1', { how: 'room', target: 'abc-1', watch: true }],
    ['?code=ABCDE-12345&watch', { how: 'code', target: 'ABCDE-12345', watch: true }],
    ['?watch=1', { how: 'quick', target: 'arena' }],
  ])('%j asks to watch, if it names a room', (query, wish) => expect(wishOf(query)).toEqual(wish));

  test.each([
    [{ how: 'room', target: 'A&B' }, '?draw=light&room=A%26B'],
    [{ how: 'code', target: 'X', watch: true }, '?draw=light&code=X&watch=1'],
    [{ how: 'room', target: 'X', watch: false }, '?draw=light&room=X'],
    [null, '?draw=light'],
  ] as const)('%j replaces the room before and leaves the rest', (room, query) =>
    expect(queryFor('?draw=light&code=OLD&watch=1', room)).toBe(query),
  );

  test('Nothing to say is an empty query', () => expect(queryFor('?room=A', null)).toBe(''));
});

describe('Codes', () => {
  test.each([
    ['7KQ2M-X9T4B', '7KQ2MX9T4B'],
    [' 7kq2m x9t4b ', '7KQ2MX9T4B'],
    ['oOiIlL1111', '0011111111'],
    ['7KQ2M-X9T4', null],
    ['7KQ2M-X9T4BB', null],
    ['7KQ2M-X9T4U', null],
    ['', null],
  ])('%j reads as %s', (typed, code) => expect(readCode(typed)).toBe(code));

  test('Is written in halves, and read again', () => {
    expect(writeCode('7KQ2MX9T4B')).toBe('7KQ2M-X9T4B');
    expect(readCode(writeCode('7KQ2MX9T4B'))).toBe('7KQ2MX9T4B');
  });

  test('What is no code is left as it is', () => expect(writeCode('arena-1')).toBe('arena-1'));
});

describe('Names', () => {
  test('Every offered name is a good one', () => {
    for (let i = 0; i < 200; i++) expect(problemWith(offerName())).toBeNull();
  });

  test.each(['Nova', 'Żółw 2', 'a-b_c.d', '名前', '1234567890123456'])('%s is taken', (name) => {
    expect(problemWith(name)).toBeNull();
  });

  test.each(['', '...', '12345678901234567', 'a<b', 'x\ny', '🚀'])(
    '%j is refused with a sentence',
    (name) => {
      expect(problemWith(name)).toMatch(/\.$/);
    },
  );
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
      'bad_code',
      'watch_refused',
      '?',
    ];
    for (const ending of [...codes.map(roomEnding), ...['unauthorized', 'bad_version'].map(sessionEnding)]) {
      expect(ending.sentence).toMatch(/\.$/);
      expect(ending.ways.length).toBeGreaterThan(0);
    }
    expect(roomEnding('taken_over').ways).toEqual(['playHere', 'secondGuest']);
    expect(roomEnding('room_full').ways[0]).toBe('watch');
    expect(renamed('Nova', 'Nova 2')).toMatch(/Nova 2\.$/);
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
