import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Conversation } from '../../src/chat/conversation.ts';
import { CommandLostError, CommandRefusedError, type Room } from '../../src/sdk/index.ts';
import { FakeRoom } from './fakeRoom.ts';

const who = { 1: ['Nova', 'p-me'], 2: ['Rigel', 'p-2'] } as const;

describe('A conversation', () => {
  let rooms: FakeRoom[] = [];
  let takenOver = 0;

  beforeEach(() => {
    rooms = [];
    takenOver = 0;
  });

  function begin(): { conversation: Conversation; room: FakeRoom } {
    const join = () => {
      const room = new FakeRoom();
      rooms.push(room);
      return room as unknown as Room;
    };
    const listener = { changed: () => {}, takenOver: () => void takenOver++ };
    const conversation = new Conversation('test', join, () => 'p-me', listener);
    const room = rooms.at(-1) as FakeRoom;
    room.join();
    return { conversation, room };
  }

  function read({ timeline }: Conversation): string[] {
    return timeline.lines.map(({ text, afterGap }) => (afterGap ? `… ${text}` : text));
  }

  test('Begins with what is kept, then with what was told before that came', () => {
    const { conversation, room } = begin();
    room.tell(12, 2, 'c');
    room.full(who, { 10: [1, 'a'], 11: [2, 'b'], 12: [2, 'c'] });
    room.tell(13, 2, 'd');
    expect(read(conversation)).toEqual(['a', 'b', 'c', 'd']);
    expect(conversation.timeline.lines.map(({ name, own }) => [name, own])).toEqual([
      ['Nova', true],
      ['Rigel', false],
      ['Rigel', false],
      ['Told', false],
    ]);
    expect(conversation.unread).toBe(1);
    expect(conversation.present.map(({ name, me }) => [name, me])).toEqual([
      ['Nova', true],
      ['Rigel', false],
    ]);
  });

  test('Goes on after a resync with what is kept, and tells where something is missing', () => {
    const { conversation, room } = begin();
    room.full(who, { 10: [1, 'a'] });
    room.resync('log_trimmed');
    room.tell(31, 2, 'd');
    room.full(who, { 29: [2, 'b'], 30: [2, 'c'] });
    room.tell(32, 2, 'e');
    expect(read(conversation)).toEqual(['a', '… b', 'c', 'd', 'e']);
  });

  test('Tells of no gap where nothing is missing', () => {
    const { conversation, room } = begin();
    room.full(who, { 10: [1, 'a'] });
    room.resync('relay');
    room.full(who, { 10: [1, 'a'], 11: [2, 'b'] });
    expect(read(conversation)).toEqual(['a', 'b']);
  });

  test('Keeps what was refused or lost, and says why', async () => {
    const { conversation, room } = begin();
    room.full(who, {});
    for (const text of ['a', 'b', 'c']) conversation.say(text);
    room.commands[0]?.resolve(10);
    room.commands[1]?.reject(new CommandRefusedError('slow_down', 'Again in 2 s.'));
    room.commands[2]?.reject(new CommandLostError('grace_over'));
    room.tell(10, 1, 'a');
    await vi.waitFor(() =>
      expect(conversation.outgoing.items.map(({ text, problem }) => [text, problem])).toEqual([
        ['b', 'Again in 2 s.'],
        ['c', 'It is not known whether this arrived.'],
      ]),
    );
    expect(read(conversation)).toEqual(['a']);
  });

  test('Comes again by itself after the seat was given up, and begins anew', () => {
    vi.useFakeTimers();
    const { conversation, room } = begin();
    room.full(who, { 10: [1, 'a'] });
    room.stand({ phase: 'ended', code: 'grace_over', message: '' });
    expect(conversation.problem).toBeNull();
    vi.runAllTimers();
    vi.useRealTimers();
    rooms[1]?.join();
    rooms[1]?.full(who, { 3: [2, 'of another room'] });
    expect(read(conversation)).toEqual(['of another room']);
  });

  test('Does not push its way back when it was taken over, or not let in', () => {
    const { conversation, room } = begin();
    room.stand({ phase: 'ended', code: 'taken_over', message: '' });
    expect([takenOver, rooms.length, conversation.problem]).toEqual([1, 1, null]);
    const refused = begin();
    refused.room.stand({ phase: 'ended', code: 'room_full', message: '' });
    expect(refused.conversation.problem).toBe('room_full');
  });
});
