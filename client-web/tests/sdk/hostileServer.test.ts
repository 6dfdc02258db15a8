import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, pass } from './fakeServer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const handle = fc.nat(1);
const small = fc.nat(5);
const code = fc.constantFrom(
  'command_gap',
  'rate_limited',
  'busy',
  'no_room',
  'too_many_open',
  'not_joined',
  'bad_payload',
);
const details = fc.option(fc.record({ stream: small, expected: small, retryAfter: fc.nat(300) }));
const schema = [['ships', [['x', 'int', 1]]]];
const tables = fc.array(
  fc.tuple(fc.nat(1), fc.array(small), fc.array(fc.tuple(small, fc.constantFrom(0, 1, 3), small))),
);

/** Frames that are well formed, but come when nobody asked and in any order. */
const frame = fc.oneof(
  fc.tuple(
    fc.constant(35),
    handle,
    small,
    small,
    fc.array(fc.tuple(small, fc.string(), small), { maxLength: 3 }),
  ),
  fc.tuple(fc.constant(36), handle, small, small, fc.option(fc.string()), small),
  fc.tuple(fc.constant(37), handle, small, small, fc.string(), small, fc.constant(schema), tables),
  fc.tuple(fc.constant(38), handle, small, small, small, tables),
  fc.tuple(fc.constant(39), handle, small, fc.string(), small, fc.string()),
  fc.tuple(fc.constant(40), fc.option(handle), small, fc.option(small)),
  fc.tuple(fc.constant(41), handle, fc.string(), fc.string()),
  fc.tuple(fc.constant(42), code, fc.string(), fc.option(handle), details),
  fc.tuple(fc.constant(43), fc.string(), fc.string(), small),
  fc.constant('join' as const),
  fc.constant('pass' as const),
  fc.constant('command' as const),
);

test('Whatever a server says, the session neither breaks nor floods it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 40 }), async (story) => {
      const server = new FakeServer();
      const session = await server.openWelcome();
      const rooms = [0, 1].map(() => session.join({ how: 'quick', target: 'arena' }));
      let seconds = 1;
      for (const step of story) {
        if (step === 'join') server.connection.join();
        else if (step === 'command') void rooms[0]?.command('say').catch(() => {});
        else if (step === 'pass') {
          await pass(1000);
          seconds++;
        } else server.connection.deliver(step);
        if (session.status.phase === 'reconnecting') {
          await server.nextConnection();
          server.connection.welcome();
        }
      }
      const sent = server.connections.reduce((sum, { received }) => sum + received.length, 0);
      // A step is answered by a handful of frames at most; every second has its pings and repetitions.
      expect(sent).toBeLessThan(20 + (story.length + seconds + server.connections.length) * 12);
      session.close();
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 300 },
  );
});
