import { describe, expect, test } from 'vitest';
import { queryFor, wishOf } from '../../src/arena/address.ts';
import { readCode, writeCode } from '../../src/arena/roomCode.ts';
import {
  invitation,
  renamed,
  roomEnding,
  type Standing,
  sessionEnding,
  standing,
} from '../../src/arena/sentences.ts';
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

  test.each([
    ['no_room', 'There is no free seat anywhere right now.', ['joinAgain']],
    ['busy', 'The server has its hands full right now.', ['joinAgain']],
    ['join_refused', 'This room does not let you in.', ['findRoom']],
  ])('A join that ends with %s says so', (code, sentence, ways) =>
    expect(roomEnding(code)).toEqual({ sentence, ways }),
  );

  test('A token that is too old is told of as what it is to a player', () =>
    expect(sessionEnding('token_expired')).toEqual({
      sentence: 'Your guest pass has run out.',
      ways: ['startAgain'],
    }));

  test('The form tells a room that was left from one that a link leads to', () => {
    expect(invitation('7KQ2M-X9T4B', true)).toBe('You left room 7KQ2M-X9T4B.');
    expect(invitation('7KQ2M-X9T4B', false)).toBe('This link leads to room 7KQ2M-X9T4B.');
  });

  describe('The line', () => {
    const inside: Standing = {
      session: { phase: 'open' },
      everOpen: true,
      isOnTheWay: true,
      isInside: true,
      isRejoining: false,
      isHeldUp: false,
    };
    const lost = { phase: 'reconnecting', attempt: 1, retryAt: 2000, reason: 'lost' } as const;

    test('says nothing while all is well, and nothing at the form', () => {
      expect(standing(inside, 0).sentence).toBe('');
      expect(standing({ ...inside, session: lost, isOnTheWay: false }, 0)).toEqual({
        sentence: '',
        ways: [],
      });
    });

    test('says that a room is held up, and that there is nothing to do', () =>
      expect(standing({ ...inside, isHeldUp: true }, 0)).toEqual({
        sentence: 'The room is held up. It goes on by itself.',
        ways: [],
      }));

    test('offers to try at once', () =>
      expect(standing({ ...inside, session: lost, isHeldUp: true }, 0)).toEqual({
        sentence: 'Connection lost. Trying again in 2 s.',
        ways: ['tryNow'],
      }));

    test('offers a way back to who never got in', () => {
      expect(standing({ ...inside, isInside: false }, 0)).toEqual({ sentence: 'Joining …', ways: ['leave'] });
      expect(standing({ ...inside, session: lost, isInside: false }, 0).ways).toEqual(['tryNow', 'leave']);
    });

    test('tells a seat that is taken again from a first one', () =>
      expect(standing({ ...inside, isRejoining: true }, 0).sentence).toBe(
        'Connected. Taking your seat again …',
      ));
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
