import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { previewOf } from '../../../src/chat/direct/directView.ts';
import { Inbox } from '../../../src/chat/direct/inbox.ts';
import { CommandLostError, CommandRefusedError, type Room } from '../../../src/sdk/index.ts';
import { InboxRoom } from './directRooms.ts';

let rooms: InboxRoom[];
let inbox: Inbox;
let room: InboxRoom;

beforeEach(() => {
  vi.useFakeTimers();
  rooms = [];
  const join = () => {
    const joined = new InboxRoom();
    rooms.push(joined);
    return joined as unknown as Room;
  };
  inbox = new Inbox(join, { changed: () => {}, takenOver: () => {} });
  room = rooms[0] as InboxRoom;
});

afterEach(() => {
  vi.useRealTimers();
});

const told = () => room.commands.filter(({ name }) => name === 'got').map(({ args }) => args);

test('is there once its room is, and lists the latest first', () => {
  expect(inbox.isThere).toBe(false);
  room.join();
  room.list({
    1: { player: 'a', name: 'Ada', at: 10, last: 1, text: 'old', mine: 1 },
    2: { player: 'b', name: 'Bea', at: 30, last: 2, text: 'new', unread: 2, delivered: 2 },
    3: { player: 'c', name: 'Cal', at: 20 },
  });
  expect(inbox.isThere).toBe(true);
  expect(inbox.rows.map((row) => [row.name, previewOf(row), row.unread])).toEqual([
    ['Bea', 'new', 2],
    ['Cal', 'Nothing was said yet', 0],
    ['Ada', 'You: old', 0],
  ]);
});

test('a message that was taken back says so', () => {
  expect(previewOf({ last: 3, text: '', mine: 1 } as never)).toBe('You: Taken back');
});

test('opens a conversation, and names only whom it can name', async () => {
  room.join();
  const opened = inbox.open('a', 'Ada');
  inbox.open('b', '').catch(() => {});
  expect(room.commands.map(({ name, args }) => [name, args])).toEqual([
    ['open', { player: 'a', name: 'Ada' }],
    ['open', { player: 'b' }],
  ]);
  room.commands[0]?.resolve('talk.x');
  expect(await opened).toBe('talk.x');
});

test('tells once what arrived of others, and nothing of what we said or told before', () => {
  room.join();
  const rows = {
    1: { player: 'a', last: 4 },
    2: { player: 'b', last: 5, mine: 1 },
    3: { player: 'c', last: 6, delivered: 6 },
  };
  room.list(rows);
  room.list(rows);
  expect(told()).toEqual([{ player: 'a', upTo: 4 }]);
  room.list({ ...rows, 1: { player: 'a', last: 7, delivered: 4 } });
  expect(told()).toEqual([
    { player: 'a', upTo: 4 },
    { player: 'a', upTo: 7 },
  ]);
});

test.each([
  ['lost', new CommandLostError('grace_over')],
  ['refused', new CommandRefusedError('slow_down', 'Wait a moment.')],
])('what was %s is told with what changes next', async (_, error) => {
  room.join();
  room.list({ 1: { player: 'a', last: 4 } });
  room.commands[0]?.reject(error);
  await vi.advanceTimersByTimeAsync(0);
  room.list({ 1: { player: 'a', last: 4, unread: 1 } });
  expect(told()).toEqual([
    { player: 'a', upTo: 4 },
    { player: 'a', upTo: 4 },
  ]);
});

test('comes again by itself, and tells the next room anew what it had told', async () => {
  room.join();
  room.list({ 1: { player: 'a', last: 4 } });
  room.stand({ phase: 'ended', code: 'grace_over', message: '' });
  await vi.runAllTimersAsync();
  expect(inbox.rows).toHaveLength(1);
  room = rooms[1] as InboxRoom;
  room.join();
  room.list({ 1: { player: 'a', last: 4 } });
  expect(told()).toEqual([{ player: 'a', upTo: 4 }]);
});

test('a server without a messenger has no inbox, and is not asked again and again', async () => {
  room.stand({ phase: 'ended', code: 'room_gone', message: '' });
  await vi.runAllTimersAsync();
  expect([inbox.isThere, rooms.length]).toEqual([false, 1]);
});
