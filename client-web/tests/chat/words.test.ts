import { describe, expect, test } from 'vitest';
import { asMessage } from '../../src/chat/composer.ts';
import { saidIn } from '../../src/chat/contract.ts';
import { Drafts } from '../../src/chat/drafts.ts';
import { upperEnd } from '../../src/chat/earlierView.ts';
import { inOrder } from '../../src/chat/peopleView.ts';
import { playerInAddress, queryFor, roomIdOf, roomInAddress, roomNameFrom } from '../../src/chat/roomName.ts';
import { mostRooms, RoomList } from '../../src/chat/rooms.ts';
import { askProblem, sayProblem } from '../../src/chat/sentences.ts';
import { dayOf } from '../../src/chat/stamps.ts';
import { hueOf, initialOf } from '../../src/look/face.ts';
import { CommandLostError, CommandRefusedError } from '../../src/sdk/index.ts';
import { MemoryStorage } from './memoryStorage.ts';

describe('A room’s name', () => {
  test.each([
    ['general', 'general'],
    ['#general', 'general'],
    [' Friday night! ', 'friday-night'],
    ['a  --  b', 'a-b'],
    ['snake_case', 'snake_case'],
    ['../../etc', 'etc'],
    ['x'.repeat(40), 'x'.repeat(32)],
    [`${'x'.repeat(31)} y`, 'x'.repeat(31)],
    ['Ёжик', null],
    ['!!!', null],
    ['', null],
  ])('%j is read as %j', (typed, name) => expect(roomNameFrom(typed)).toBe(name));

  test('Is in the link and read from it', () => {
    expect(roomIdOf('friday-night')).toBe('chat.friday-night');
    expect(roomInAddress(queryFor('?a=1&with=p', { room: 'friday-night' }))).toBe('friday-night');
    expect(roomInAddress('?room=<b>')).toBe('b');
    expect(roomInAddress('')).toBeNull();
    expect(playerInAddress(queryFor('?room=a', { with: 'p-1' }))).toBe('p-1');
    expect(roomInAddress(queryFor('?room=a', { with: 'p-1' }))).toBeNull();
  });
});

describe('The list of rooms', () => {
  test('Begins with general, is kept, and has an end', () => {
    const storage = new MemoryStorage();
    const rooms = new RoomList(storage);
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(names.map((name) => rooms.add(name))).toEqual([true, true, true, true, false]);
    expect(rooms.add('a')).toBe(true);
    rooms.remove('b');
    rooms.remove('general');
    expect(new RoomList(storage).names).toEqual(['general', 'a', 'c', 'd']);
    expect(mostRooms).toBe(5);
  });

  test.each(['not json', '5', '["<b>", "A", 7]'])('%s in the storage does no harm', (stored) => {
    const storage = new MemoryStorage();
    storage.setItem('chat.rooms', stored);
    expect(new RoomList(storage).names.slice(0, 1)).toEqual(['general']);
    expect(new RoomList(storage).names.every((name) => roomNameFrom(name) === name)).toBe(true);
  });
});

describe('Drafts', () => {
  test('Are kept for each room, with what was on its way', () => {
    const storage = new MemoryStorage();
    new Drafts(storage).keep('general', { text: 'hel', unsent: ['lo'] });
    expect(new Drafts(storage).of('general')).toEqual({ text: 'hel', unsent: ['lo'] });
    expect(new Drafts(storage).of('other')).toEqual({ text: '', unsent: [] });
    new Drafts(storage).keep('general', { text: '', unsent: [] });
    expect(storage.length).toBe(0);
  });

  test('Do without a storage', () => {
    const drafts = new Drafts(null);
    drafts.keep('general', { text: 'x', unsent: [] });
    expect(drafts.of('general').text).toBe('');
  });
});

test.each([
  ['  hello ', 'hello'],
  ['one\r\ntwo \n\n three', 'one two three'],
  ['\n', ''],
])('%j is sent as %j', (typed, sent) => expect(asMessage(typed)).toBe(sent));

test('Only what is wholly understood counts as said', () => {
  const payload = { message: 1, from: 2, name: 'Nova', at: 3, text: 'hi' };
  expect(saidIn({ name: 'said', payload, offset: 1 })).toEqual(payload);
  expect(saidIn({ name: 'waved', payload, offset: 1 })).toBeNull();
  for (const key of Object.keys(payload))
    expect(saidIn({ name: 'said', payload: { ...payload, [key]: null }, offset: 1 })).toBeNull();
  expect(saidIn({ name: 'said', payload: null, offset: 1 })).toBeNull();
});

test('You come first, then who is here, then who is away', () => {
  const people = [
    ['Zoe', false, false],
    ['Nova 10', false, false],
    ['Nova 2', false, false],
    ['Abe', true, false],
    ['Me', false, true],
  ] as const;
  const present = people.map(([name, away, me], key) => ({ key, name, away, me, player: `p-${key}` }));
  expect(inOrder(present).map(({ name }) => name)).toEqual(['Me', 'Nova 2', 'Nova 10', 'Zoe', 'Abe']);
});

test('Nobody has the hue that is yours', () => {
  for (let person = 0; person < 500; person++) {
    const apart = Math.abs(((hueOf(person) - 187 + 540) % 360) - 180);
    expect(apart).toBeGreaterThanOrEqual(30);
  }
});

test.each([
  ['nova', 'N'],
  ['_. ż', 'Ż'],
  ['1', '1'],
  ['', '?'],
])('The initial of %j is %s', (name, initial) => expect(initialOf(name)).toBe(initial));

test('Days have names', () => {
  const now = new Date(2026, 10, 24, 0, 5).getTime();
  expect(dayOf(now, now)).toBe('Today');
  expect(dayOf(now - 10 * 60_000, now)).toBe('Yesterday');
  expect(dayOf(new Date(2026, 10, 20, 12).getTime(), now)).toBe('Friday 20 November');
});

test('The room’s own sentence says when to go on', () => {
  expect(sayProblem(new CommandRefusedError('slow_down', 'Again in 3 s.'))).toBe('Again in 3 s.');
  expect(sayProblem(new CommandRefusedError('bad_payload', 'text must …'))).not.toContain('text must');
  expect(sayProblem(new CommandLostError('grace_over'))).toBe('It is not known whether this arrived.');
});

describe('Above the first line', () => {
  const past = { isBefore: (key: number) => key > 1, before: () => Promise.reject(new Error()) };
  const talk = { beginning: 'Only you two.', past };

  test('Stands what the talk is, where it begins or where nobody can be asked for more', () => {
    expect([upperEnd(talk, 0, 0), upperEnd(talk, 1, 0), upperEnd(talk, 1, 1)]).toEqual(
      Array(3).fill('Only you two.'),
    );
    expect(upperEnd({ beginning: 'Everyone.', past: null }, 7, 0)).toBe('Everyone.');
  });

  test('One may ask for more until it is known that no more is kept, which is said', () => {
    expect([upperEnd(talk, 7, 0), upperEnd(talk, 7, 4)]).toEqual([null, null]);
    expect(upperEnd(talk, 4, 4)).toBe('Earlier messages are not kept. Only you two.');
  });

  test('Stands why one was not answered', () => {
    expect(askProblem(new CommandRefusedError('slow_down', 'Wait a moment.'))).toBe('Wait a moment.');
    expect(askProblem(new CommandLostError('grace_over'))).toMatch(/^They could not be asked for/);
  });
});
