import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Talk } from '../../../src/chat/direct/talk.ts';
import { CommandLostError, CommandRefusedError, type Room } from '../../../src/sdk/index.ts';
import { me, TalkRoom } from './directRooms.ts';

let rooms: TalkRoom[];
let now: number;
let named: string;
let talk: Talk;
let room: TalkRoom;

beforeEach(() => {
  vi.useFakeTimers();
  rooms = [];
  now = 0;
  named = '';
  const join = () => {
    const joined = new TalkRoom();
    rooms.push(joined);
    return joined as unknown as Room;
  };
  const listener = { changed: () => {}, takenOver: () => {} };
  talk = new Talk(
    'talk.1',
    () => named,
    join,
    () => me,
    listener,
    () => now,
  );
  room = rooms[0] as TalkRoom;
});

afterEach(() => {
  vi.useRealTimers();
});

const lines = () =>
  talk.timeline.lines.map(({ text, own, edited, deleted }) => [
    text,
    own ? 'mine' : 'theirs',
    ...(edited ? ['edited'] : []),
    ...(deleted ? ['gone'] : []),
  ]);
const sent = (name: string) => room.commands.filter((command) => command.name === name);
const unsent = () => talk.outgoing.items.map(({ text, problem }) => [text, problem]);

test('opens with what was said before, who said it and who the other is', () => {
  expect(talk.title).toBe('Somebody');
  room.join();
  room.has({ 3: { text: 'hello' }, 4: { from: 1, text: 'hi', edited: 5 }, 6: { deleted: 1 } });
  expect(talk.title).toBe('Vega');
  expect(lines()).toEqual([
    ['hello', 'theirs'],
    ['hi', 'mine', 'edited'],
    ['', 'theirs', 'gone'],
  ]);
  expect(talk.present.map(({ name, me, away }) => [name, me, away])).toEqual([
    ['Vega', false, false],
    ['Nova', true, false],
  ]);
});

test('the other goes by the name that the inbox has, which tells two of one name apart', () => {
  named = 'Vega?';
  room.join();
  room.has({}, { other: { name: '', here: 0 } });
  expect([talk.title, talk.present.map(({ name }) => name)]).toEqual(['Vega?', ['Nova']]);
  named = 'Vega 2';
  room.has({ 3: { text: 'hello' }, 4: { from: 1, text: 'hi' } });
  expect(talk.present.map(({ name }) => name)).toEqual(['Vega 2', 'Nova']);
  expect([talk.title, ...talk.timeline.lines.map(({ name }) => name)]).toEqual(['Vega 2', 'Vega 2', 'Nova']);
});

test('tells of the last thing that we said how far it came', () => {
  room.join();
  const said = { 7: { from: 1, text: 'a' }, 8: { from: 1, text: 'b' } };
  const marks = [
    {},
    { delivered: 7 },
    { delivered: 8 },
    { delivered: 8, read: 7 },
    { delivered: 8, read: 8 },
  ];
  const told = marks.map((other) => {
    room.has(said, { other });
    return talk.footnote;
  });
  expect(told).toEqual(['Sent', 'Sent', 'Delivered', 'Delivered', 'Read']);
  room.has({ ...said, 9: { text: 'c' } }, { other: { delivered: 8, read: 8 } });
  expect(talk.footnote).toBe('');
});

test('tells that the other types for as long as the room says so and can be heard', () => {
  room.join();
  room.has({}, { other: { typing: 1 } });
  expect(talk.footnote).toBe('Vega is typing …');
  room.stand({ phase: 'rejoining' });
  expect(talk.footnote).toBe('');
  room.stand({ phase: 'joined' });
  expect(talk.footnote).toBe('Vega is typing …');
  room.has({}, { other: { typing: 0 } });
  expect(talk.footnote).toBe('');
});

test('says that we type now and then while we do, and once that we stopped', () => {
  room.join();
  for (let key = 0; key < 10; key++) {
    talk.typing(true);
    now += 500;
  }
  talk.typing(false);
  talk.typing(false);
  expect(room.inputs).toEqual([{ typing: true }, { typing: true }, { typing: false }]);
  talk.typing(true);
  talk.say('a');
  talk.typing(false);
  expect(room.inputs).toHaveLength(4);
});

test('shows an edit and a removal in their place', () => {
  room.join();
  room.has({ 3: { text: 'helo' }, 4: { from: 1, text: 'hi' } });
  talk.timeline.takeChanged();
  room.has({ 3: { text: 'hello', edited: 9 }, 4: { from: 1, text: '', deleted: 1 } });
  expect(lines()).toEqual([
    ['hello', 'theirs', 'edited'],
    ['', 'mine', 'gone'],
  ]);
  expect(talk.timeline.takeChanged().map(({ key }) => key)).toEqual([3, 4]);
});

test('what left the table is still shown, and cannot be changed any more', () => {
  room.join();
  room.has({ 3: { from: 1, text: 'hi' }, 4: { text: 'hello' } });
  talk.timeline.takeChanged();
  room.has({ 4: { text: 'hello' }, 5: { text: 'so' } });
  expect(lines().map(([text]) => text)).toEqual(['hi', 'hello', 'so']);
  expect(talk.timeline.takeChanged().map(({ key, text, fixed }) => [key, text, fixed])).toEqual([
    [3, 'hi', true],
  ]);
});

test('asks for what was said before, which nobody may change', async () => {
  room.join();
  room.has({ 3: { from: 1, text: 'hi' } });
  const { past } = talk;
  expect([past.isBefore(3), past.isBefore(2), past.isBefore(1)]).toEqual([true, true, false]);
  const asked = past.before(4);
  expect(sent('before').map(({ args }) => args)).toEqual([{ message: 4 }]);
  const said = { at: 1000, edited: 0, deleted: 0 };
  const messages = [
    { ...said, message: 1, from: 1, text: 'a', edited: 5 },
    { ...said, message: 2, from: 0, text: '', deleted: 1 },
    { ...said, message: 3, from: 1, text: 'hi' },
  ];
  sent('before')[0]?.resolve({ messages, more: false });
  const { lines: earlier, more } = await asked;
  expect(more).toBe(false);
  expect(earlier).toEqual([
    {
      key: 1,
      from: 1,
      name: 'Nova',
      own: true,
      at: 1000,
      text: 'a',
      edited: true,
      deleted: false,
      fixed: true,
    },
    {
      key: 2,
      from: 0,
      name: 'Vega',
      own: false,
      at: 1000,
      text: '',
      edited: false,
      deleted: true,
      fixed: true,
    },
    {
      key: 3,
      from: 1,
      name: 'Nova',
      own: true,
      at: 1000,
      text: 'hi',
      edited: false,
      deleted: false,
      fixed: false,
    },
  ]);
  expect(talk.timeline.lines.map(({ key }) => key)).toEqual([3]);
  const refused = past.before(1);
  sent('before')[1]?.reject(new CommandRefusedError('slow_down', 'Wait a moment.'));
  await expect(refused).rejects.toThrow(CommandRefusedError);
});

test('asks the room for edits and removals, and tells who asks when it refuses', async () => {
  room.join();
  const edit = talk.edit(4, 'hi');
  const remove = talk.remove(4);
  expect(room.commands.map(({ name, args }) => [name, args])).toEqual([
    ['edit', { message: 4, text: 'hi' }],
    ['delete', { message: 4 }],
  ]);
  room.commands[0]?.resolve(null);
  room.commands[1]?.reject(new CommandRefusedError('no_such_message', 'This message is not there any more.'));
  await expect(edit).resolves.toBeUndefined();
  await expect(remove).rejects.toThrow(CommandRefusedError);
});

test('what is seen is told as read, once, and not while there is no connection', async () => {
  room.join();
  room.has({ 3: { text: 'a' } });
  talk.seenKey = 3;
  talk.seenKey = 3;
  room.stand({ phase: 'rejoining' });
  talk.seenKey = 5;
  expect(sent('read').map(({ args }) => args)).toEqual([{ upTo: 3 }]);
  room.stand({ phase: 'joined' });
  talk.seenKey = 5;
  expect(sent('read').map(({ args }) => args)).toEqual([{ upTo: 3 }, { upTo: 5 }]);
});

test('a mark that was lost is told again, one that was refused is not', async () => {
  room.join();
  talk.seenKey = 3;
  sent('read')[0]?.reject(new CommandLostError('grace_over'));
  await vi.advanceTimersByTimeAsync(0);
  talk.seenKey = 3;
  expect(sent('read')).toHaveLength(2);
  sent('read')[1]?.reject(new CommandRefusedError('bad_payload', 'Not so.'));
  await vi.advanceTimersByTimeAsync(0);
  talk.seenKey = 3;
  expect(sent('read')).toHaveLength(2);
});

test('what is on its way is shown apart until the room has it, whichever of answer and telling is first', async () => {
  room.join();
  room.has({});
  talk.say('a');
  talk.say('b');
  expect(unsent()).toEqual([
    ['a', null],
    ['b', null],
  ]);
  room.has({ 3: { from: 1, text: 'a' } });
  expect(unsent()).toEqual([['b', null]]);
  sent('say')[0]?.resolve(3);
  sent('say')[1]?.resolve(4);
  await vi.advanceTimersByTimeAsync(0);
  expect(unsent()).toEqual([['b', null]]);
  room.has({ 3: { from: 1, text: 'a' }, 4: { from: 1, text: 'b' } });
  expect(unsent()).toEqual([]);
});

test('the same words of long ago, or in another message, are not what is on its way', async () => {
  talk.say('ok');
  room.join();
  room.has({ 3: { from: 1, text: 'ok' }, 4: { from: 1, text: 'okk' } });
  expect(unsent()).toEqual([['ok', null]]);
  room.has({ 3: { from: 1, text: 'ok' }, 4: { from: 1, text: 'ok', edited: 9 } });
  expect(unsent()).toEqual([['ok', null]]);
  sent('say')[0]?.reject(new CommandRefusedError('slow_down', 'Wait a moment.'));
  await vi.advanceTimersByTimeAsync(0);
  expect(unsent()).toEqual([['ok', 'Wait a moment.']]);
});

test('after a full state it goes on with what is new, and repeats nothing', () => {
  room.join();
  room.has({ 3: { text: 'a' } });
  room.stand({ phase: 'rejoining' });
  room.resync('epoch');
  room.stand({ phase: 'joined' });
  room.has({ 3: { text: 'a' }, 4: { text: 'b' } });
  expect(lines().map(([text]) => text)).toEqual(['a', 'b']);
});

test('comes again by itself when the room was ended, shows it as it is then, and tells anew what is read', async () => {
  room.join();
  room.has({ 3: { text: 'a' } });
  talk.seenKey = 3;
  const before = talk.peopleVersion;
  room.stand({ phase: 'ended', code: 'room_closed', message: '' });
  expect(talk.problem).toBeNull();
  await vi.runAllTimersAsync();
  const next = rooms[1] as TalkRoom;
  next.join();
  next.has({ 3: { text: 'a' }, 4: { text: 'b' } }, { other: { here: 0 } });
  expect(lines().map(([text]) => text)).toEqual(['a', 'b']);
  expect(talk.peopleVersion).toBeGreaterThan(before + 1);
  expect(talk.present.map(({ name, away }) => [name, away])).toContainEqual(['Vega', true]);
  talk.seenKey = 4;
  expect(next.commands.map(({ name, args }) => [name, args])).toEqual([['read', { upTo: 4 }]]);
});

test('who is no member is not let in, and does not come again by itself', async () => {
  room.stand({ phase: 'ended', code: 'join_refused', message: '' });
  await vi.runAllTimersAsync();
  expect([talk.problem, rooms.length]).toEqual(['join_refused', 1]);
});
