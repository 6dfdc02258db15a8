import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Room } from '../../src/sdk/index.ts';
import { FakeServer, pass, settle } from './fakeServer.ts';

let server: FakeServer;
let room: Room;

beforeEach(async () => {
  vi.useFakeTimers();
  await start();
});

afterEach(() => {
  vi.useRealTimers();
});

async function start(): Promise<void> {
  server = new FakeServer();
  const session = await server.openWelcome();
  room = session.join({ how: 'quick', target: 'arena' });
  server.connection.join();
}

const numbers = () => server.connection.got(5).map((frame) => frame[3]);
const acks = () => server.connection.got(6).map((frame) => frame[3]);
const stream = () => server.connection.got(5).at(-1)?.[2] as number;

function answer(n: number, code: string | null = null, payload: unknown = null): void {
  server.connection.deliver([36, 0, stream(), n, code, payload]);
}

function settled(promise: Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  return Promise.allSettled([promise]).then(([result]) => result as PromiseSettledResult<unknown>);
}

test('A command resolves with the game’s answer', async () => {
  const said = room.command('say', { text: 'hi' });
  await settle();
  expect(server.connection.got(5)[0]?.slice(3)).toEqual([1, 'say', { text: 'hi' }]);
  answer(1, null, [7]);
  await expect(said).resolves.toEqual([7]);
});

test('A refusal rejects with the game’s code and its words', async () => {
  const said = settled(room.command('buy'));
  await settle();
  answer(1, 'too_poor', 'You cannot pay');
  expect(await said).toMatchObject({
    reason: { name: 'CommandRefusedError', code: 'too_poor', message: 'You cannot pay' },
  });
});

test('After a reconnect everything unanswered is sent again, with its numbers, in order, after the acknowledgement', async () => {
  const done = [1, 2, 3, 4].map((i) => room.command('do', i));
  await settle();
  const first = stream();
  answer(1);
  answer(2);
  server.connection.drop();
  await pass(500);
  server.connection.welcome();
  expect(numbers()).toEqual([]);
  server.connection.join({ offset: 10 });
  const sent = server.connection.received.filter(([type]) => type === 5 || type === 6);
  expect(sent.map(([type, , stream, n]) => [type, stream, n])).toEqual([
    [6, first, 2],
    [5, first, 3],
    [5, first, 4],
  ]);
  answer(3);
  answer(4);
  await Promise.all(done);
});

test('Commands given without a connection go out when it is back', async () => {
  server.connection.drop();
  const done = room.command('say', 'later');
  await pass(500);
  server.connection.welcome();
  server.connection.join({ offset: 10 });
  expect(numbers()).toEqual([1]);
  answer(1);
  await done;
});

test('An answer that comes twice does nothing the second time', async () => {
  const done = room.command('a');
  await settle();
  answer(1, null, 'first');
  answer(1, 'refused', 'second');
  await expect(done).resolves.toBe('first');
});

test('Answers are acknowledged lazily: after eight, or after a second', async () => {
  for (let i = 0; i < 9; i++) void room.command('do', i);
  await settle();
  for (let n = 1; n <= 7; n++) answer(n);
  expect(acks()).toEqual([]);
  answer(8);
  expect(acks()).toEqual([8]);
  answer(9);
  await pass(999);
  expect(acks()).toEqual([8]);
  await pass(1);
  expect(acks()).toEqual([8, 9]);
});

test('Thirty-two are open at most; the others wait in order', async () => {
  for (let i = 0; i < 40; i++) void room.command('do', i);
  await settle();
  expect(numbers()).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
  answer(1);
  expect(acks()).toEqual([1]);
  expect(numbers().slice(32)).toEqual([33]);
  expect(server.connection.got(5).at(-1)?.[5]).toBe(32);
});

describe('When the server could not take it', () => {
  test('A command refused for its rate is sent again after the pause, as its number was not used', async () => {
    void room.command('a');
    await settle();
    server.connection.deliver([42, 'rate_limited', '', null, { retryAfter: 800 }]);
    await pass(799);
    expect(numbers()).toEqual([1]);
    await pass(1);
    expect(numbers()).toEqual([1, 1]);
  });

  test('A gap is closed from the number that is expected, once for all that came behind it', async () => {
    for (let i = 0; i < 4; i++) void room.command('do', i);
    await settle();
    answer(1);
    for (let i = 0; i < 2; i++) {
      server.connection.deliver([42, 'command_gap', '', 0, { stream: stream(), expected: 2 }]);
    }
    expect(numbers()).toEqual([1, 2, 3, 4, 2, 3, 4]);
  });

  test('A room that forgot the stream gets a new one, and what was open is lost, not repeated', async () => {
    const lost = settled(room.command('a'));
    await settle();
    answer(1);
    await lost;
    const open = settled(room.command('b'));
    await settle();
    const old = stream();
    server.connection.deliver([42, 'command_gap', '', 0, { stream: old, expected: 1 }]);
    expect(await open).toMatchObject({ reason: { name: 'CommandLostError', code: 'command_gap' } });
    void room.command('c');
    await settle();
    expect(numbers().at(-1)).toBe(1);
    expect(stream()).not.toBe(old);
  });

  test('An answer that never comes is asked for again', async () => {
    void room.command('a');
    await pass(5000);
    expect(numbers()).toEqual([1, 1]);
  });

  test('On another seat the commands of the old one are lost, not repeated', async () => {
    const open = settled(room.command('a'));
    await server.reconnect();
    server.connection.join({ seat: 9, offset: 10 });
    expect(await open).toMatchObject({ reason: { name: 'CommandLostError', code: 'seat_lost' } });
    expect(numbers()).toEqual([]);
  });
});

test('Commands of a room that ends are lost, those after it are refused', async () => {
  const open = settled(room.command('a'));
  await settle();
  server.connection.deliver([41, 0, 'room_closed', '']);
  expect(await open).toMatchObject({ reason: { name: 'CommandLostError', code: 'room_closed' } });
  await expect(room.command('b')).rejects.toMatchObject({ code: 'room_closed' });
});

test('A command too large to be sent is refused at once', async () => {
  await expect(room.command('say', 'x'.repeat(17_000))).rejects.toThrow(TypeError);
  expect(numbers()).toEqual([]);
});

test('However often the connection is lost, each command is applied once, in order, and answered once', async () => {
  const steps = fc.array(fc.constantFrom('command', 'command', 'serve', 'serve', 'drop'), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      await start();
      const applied: number[] = [];
      const answered: number[] = [];
      let served = 0;
      let given = 0;
      let kept = new Map<number, number>();
      /** The room takes what has arrived over this connection; answers may be lost with it. */
      const serve = (deliver: boolean) => {
        for (const [type, , , n, , payload] of server.connection.received.slice(served)) {
          if (type === 6) kept = new Map([...kept].filter(([m]) => m > (n as number)));
          if (type !== 5) continue;
          if (n === applied.length + 1) {
            applied.push(payload as number);
            kept.set(n, payload as number);
          }
          expect(kept.size).toBeLessThanOrEqual(32);
          if (deliver) answer(n as number, null, kept.get(n as number));
        }
        served = server.connection.received.length;
      };
      for (const step of story) {
        if (step === 'command') {
          const number = given++;
          void room.command('do', number).then((payload) => {
            expect(payload).toBe(number);
            answered.push(number);
          });
          await settle();
        } else if (step === 'serve') {
          serve(true);
        } else {
          serve(false);
          await server.reconnect();
          served = 0;
          server.connection.join({ offset: 10 });
        }
      }
      serve(true);
      await settle();
      expect(applied).toEqual(Array.from({ length: given }, (_, i) => i));
      expect(answered).toEqual(applied);
    }),
    { numRuns: 60 },
  );
});
