import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Room, RoomEvent, Session } from '../../src/sdk/index.ts';
import { FakeServer, pass, settle } from './fakeServer.ts';

let server: FakeServer;
let session: Session;
let room: Room;
let events: RoomEvent[];

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  session = await server.openWelcome();
  room = session.join({ how: 'quick', target: 'arena' });
  events = [];
  room.onEvent((event) => events.push(event));
});

afterEach(() => {
  vi.useRealTimers();
});

const schema = [['ships', [['x', 'int', 1]]]];
const say = (...frame: unknown[]) => server.connection.deliver(frame);

describe('Joining', () => {
  test('Frames that come in the same message as the answer are not missed', async () => {
    const { handle, joinId } = server.connection.lastJoin();
    server.connection.deliver(
      [34, handle, joinId, 'room-1', 'arena', 3, 1, 1, 'e1', 10, 0, 30, false, 100],
      [35, handle, 10, 11, [[11, 'spawn', { ship: 1 }]]],
      [37, handle, 0, 1, 'e1', 100, schema, [[0, [], [[1, 1, 5]]]]],
    );
    await expect(room.joined).resolves.toMatchObject({
      roomId: 'room-1',
      seat: 3,
      tickRate: 30,
      private: false,
    });
    expect(events).toEqual([{ name: 'spawn', payload: { ship: 1 }, offset: 11 }]);
    expect(room.state.table<{ x: number }>('ships').get(1)?.fields.x).toBe(5);
  });

  test('A join whose answer was lost is said again with the same id', async () => {
    const first = server.connection.lastJoin();
    await server.reconnect();
    expect(server.connection.lastJoin()).toEqual({ ...first, attempt: [first.attempt[0], 2] });
    expect(first).toMatchObject({ how: 'quick', target: 'arena', cursor: null });
  });

  test('A join that gets no answer is said again over the same connection', async () => {
    const { joinId } = server.connection.lastJoin();
    await pass(5000);
    server.connection.deliver([40, null, 0, null]);
    await pass(3000);
    expect(server.connection.got(2).map((frame) => frame[2])).toEqual([joinId, joinId]);
  });

  test('A busy server is asked again when it said, but not for ever', async () => {
    const { handle } = server.connection.lastJoin();
    for (let i = 0; i < 6; i++) {
      expect(room.status.phase).toBe('joining');
      say(42, 'busy', 'Later', handle, { retryAfter: 700 });
      await pass(699);
      expect(server.connection.got(2)).toHaveLength(i + 1);
      await pass(1);
    }
    await expect(room.joined).rejects.toMatchObject({ code: 'busy' });
  });

  test.each(['room_full', 'room_gone', 'unknown_kind', 'join_refused'])('%s is final', async (code) => {
    const { handle } = server.connection.lastJoin();
    say(42, code, 'No', handle, { reason: 'late' });
    expect(room.status).toEqual({ phase: 'ended', code, message: 'No' });
    await expect(room.joined).rejects.toMatchObject({ code });
    await server.reconnect();
    expect(server.connection.got(2)).toHaveLength(0);
  });

  test('A wish that was given up before its answer leaves the seat again', async () => {
    const { handle } = server.connection.lastJoin();
    await room.leave();
    server.connection.join();
    expect(server.connection.got(3)).toEqual([[3, handle]]);
  });

  test('At most eight rooms, and a handle that was just used is not used for the next', () => {
    const { handle } = server.connection.lastJoin();
    say(41, handle, 'room_closed', '');
    for (let i = 0; i < 8; i++) session.join({ how: 'quick', target: 'arena' });
    expect(() => session.join({ how: 'quick', target: 'arena' })).toThrow();
    expect(server.connection.got(2).map((frame) => frame[1])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('Coming back', () => {
  beforeEach(() => {
    server.connection.join();
    const { handle } = server.connection.lastJoin();
    say(35, handle, 10, 20, [[15, 'a', null]]);
    say(37, handle, 0, 1, 'e1', 101, schema, []);
    say(38, handle, 2, 101, 104, []);
  });

  test('The room is joined again by its id, with the cursor held and a new wish', async () => {
    const first = server.connection.lastJoin();
    server.connection.drop();
    expect(room.status.phase).toBe('rejoining');
    await pass(500);
    server.connection.welcome();
    expect(server.connection.lastJoin()).toMatchObject({
      handle: first.handle,
      how: 'room',
      target: 'room-1',
      cursor: [1, 'e1', 20, 104, 1],
    });
    expect(server.connection.lastJoin().joinId).not.toBe(first.joinId);
    server.connection.join({ offset: 20 });
    expect(room.status.phase).toBe('joined');
  });

  test('When the room has moved to another node, what was on its way there is said again', async () => {
    const { joinId } = server.connection.lastJoin();
    room.input(['left']);
    void room.command('buy', 1);
    const [input] = server.connection.got(4);
    const [command] = server.connection.got(5);
    server.connection.join({ joinId, offset: 20, epoch: 2, epochId: 'e2', attach: 7 });
    expect(room.status.phase).toBe('joined');
    expect(server.connection.got(4)).toEqual([input, input]);
    expect(server.connection.got(5)).toEqual([command, command]);
    await server.reconnect();
    expect(server.connection.lastJoin().cursor).toEqual([2, 'e2', 20, 0, 7]);
  });

  test('A wish to come back keeps its id until it is fulfilled', async () => {
    await server.reconnect();
    const { joinId } = server.connection.lastJoin();
    await server.reconnect();
    expect(server.connection.lastJoin().joinId).toBe(joinId);
    server.connection.join({ offset: 20 });
    await server.reconnect();
    expect(server.connection.lastJoin().joinId).not.toBe(joinId);
  });

  test('Joins of a stay are numbered by their connections, so that a late one is known as such', async () => {
    const [stay, n] = server.connection.lastJoin().attempt;
    await server.reconnect();
    expect(server.connection.lastJoin().attempt).toEqual([stay, n + 1]);
    await pass(5000);
    server.connection.deliver([40, null, 0, null]);
    await pass(3000);
    expect(server.connection.got(2).map((frame) => frame[9])).toEqual([
      [stay, n + 1],
      [stay, n + 1],
    ]);
    server.connection.join({ offset: 20 });
    await server.reconnect();
    expect(server.connection.lastJoin().attempt).toEqual([stay, n + 2]);
  });

  test('Events that were missed come once, in order, and repeated ones are skipped', async () => {
    await server.reconnect();
    server.connection.join({ offset: 20 });
    const { handle } = server.connection.lastJoin();
    say(35, handle, 14, 25, [
      [15, 'a', null],
      [22, 'b', 1],
      [25, 'c', 2],
    ]);
    say(35, handle, 25, 30, []);
    expect(events.map(({ name, offset }) => [name, offset])).toEqual([
      ['a', 15],
      ['b', 22],
      ['c', 25],
    ]);
    await server.reconnect();
    expect(server.connection.lastJoin().cursor).toEqual([1, 'e1', 30, 104, 1]);
  });

  test('Events that are missing are asked for over a new connection', async () => {
    say(35, server.connection.lastJoin().handle, 21, 25, [[25, 'late', null]]);
    expect(server.connection.closedByClient).toBe(true);
    await pass(500);
    server.connection.welcome();
    expect(server.connection.lastJoin().cursor).toEqual([1, 'e1', 20, 104, 1]);
    expect(events.map(({ name }) => name)).toEqual(['a']);
  });

  test('A delta from a state that is not held is asked for anew', async () => {
    say(38, server.connection.lastJoin().handle, 0, 103, 106, []);
    expect(server.connection.closedByClient).toBe(true);
  });

  test('Resync moves the cursor and is told', async () => {
    const reasons: string[] = [];
    room.onResync((reason) => reasons.push(reason));
    const { handle } = server.connection.lastJoin();
    say(39, handle, 2, 'e2', 500, 'epoch');
    say(37, handle, 0, 2, 'e2', 90, schema, []);
    await server.reconnect();
    expect(reasons).toEqual(['epoch']);
    expect(server.connection.lastJoin().cursor).toEqual([2, 'e2', 500, 90, 1]);
  });

  test('A full state of an incarnation that goes on with our log takes the cursor along', async () => {
    const { handle } = server.connection.lastJoin();
    say(37, handle, 0, 2, 'e2', 110, schema, []);
    await server.reconnect();
    expect(server.connection.lastJoin().cursor).toEqual([2, 'e2', 20, 110, 1]);
  });

  test('A room that is gone when we come back has ended', async () => {
    await server.reconnect();
    say(42, 'room_gone', '', server.connection.lastJoin().handle, null);
    expect(room.status).toMatchObject({ phase: 'ended', code: 'room_gone' });
  });

  test.each(['taken_over', 'kicked', 'room_closed', 'game_failed', 'grace_over'])(
    'After %s nobody joins again by himself',
    async (code) => {
      server.connection.answersPings = true;
      say(41, server.connection.lastJoin().handle, code, '');
      expect(room.status).toMatchObject({ phase: 'ended', code });
      await pass(60_000);
      expect(server.connection.got(2)).toHaveLength(1);
      await server.reconnect();
      server.connection.answersPings = true;
      await pass(60_000);
      expect(server.connections).toHaveLength(2);
      expect(server.connections.slice(1).flatMap((connection) => connection.got(2))).toEqual([]);
    },
  );

  test('Leaving gives up the seat, and the answer ends the room', async () => {
    const left = room.leave();
    expect(server.connection.got(3)).toHaveLength(1);
    say(41, server.connection.lastJoin().handle, 'left', '');
    await left;
    expect(room.status).toMatchObject({ phase: 'ended', code: 'left' });
  });
});

describe('Inputs', () => {
  test('They are numbered from where the seat stands, and dropped without a connection', async () => {
    expect(room.input([1, -1])).toBeNull();
    server.connection.join({ input: 41 });
    expect(room.input([1, -1])).toBe(42);
    expect(room.input([0, 512])).toBe(43);
    expect(server.connection.got(4).map((frame) => frame.slice(2))).toEqual([
      [42, [1, -1]],
      [43, [0, 512]],
    ]);
    server.connection.drop();
    expect(room.input([1, -1])).toBeNull();
    await pass(500);
    server.connection.welcome();
    server.connection.join({ input: 42, offset: 10 });
    expect(server.connection.got(4)).toEqual([]);
    expect(room.input([1, -1])).toBe(43);
  });

  test('They are dropped while the line is jammed', () => {
    server.connection.join();
    server.connection.waiting = 10_000;
    expect(room.input([1, -1])).toBeNull();
  });

  test('A payload out of bounds is refused at once', () => {
    server.connection.join();
    expect(() => room.input(Number.NaN)).toThrow(TypeError);
    expect(() => room.input('x'.repeat(17_000))).toThrow(TypeError);
    expect(server.connection.got(4)).toEqual([]);
  });

  test('Watchers have neither inputs nor commands', async () => {
    const watcher = session.join({ how: 'room', target: 'room-1', watch: true });
    server.connection.join({ seat: -1 });
    expect(() => watcher.input(1)).toThrow(TypeError);
    await expect(watcher.command('say')).rejects.toThrow(TypeError);
  });
});

test('The clock of every joined room is asked for, a few times after joining and then regularly', async () => {
  server.connection.join();
  const { handle } = server.connection.lastJoin();
  expect(server.connection.got(7)).toEqual([[7, handle, 1]]);
  await pass(40);
  say(40, handle, 1, 5000);
  expect(room.clock.rtt).toBe(40);
  expect(room.clock.roomTime()).toBe(5020);
  await settle();
  await pass(1000);
  expect(server.connection.got(7)).toHaveLength(4);
  await pass(3000);
  expect(server.connection.got(7)).toHaveLength(5);
});
