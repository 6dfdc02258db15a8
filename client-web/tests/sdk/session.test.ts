import { encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backoff } from '../../src/sdk/backoff.ts';
import type { SessionStatus } from '../../src/sdk/index.ts';
import { FakeServer, pass, settle } from './fakeServer.ts';

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  server.constantRandom = 0.5;
});

afterEach(() => {
  vi.useRealTimers();
});

describe('Connecting', () => {
  test('The first frame is hello, with the token; welcome opens the session', async () => {
    const session = await server.open({ client: 'test/1' });
    expect(session.status).toEqual({ phase: 'connecting' });
    server.connection.accept();
    expect(server.connection.received).toEqual([[1, 1, 'token', 'test/1']]);
    server.connection.welcome();
    expect(session.status).toEqual({ phase: 'open' });
    expect(session.identity).toEqual({ playerId: 'player', name: 'Nova', node: 'node-1' });
  });

  test('A connection that is not welcomed in time is given up and another is tried', async () => {
    const session = await server.open();
    server.connection.accept();
    await pass(10_000);
    expect(session.status.phase).toBe('reconnecting');
    expect(server.connection.closedByClient).toBe(true);
    await pass(500);
    expect(server.connections).toHaveLength(2);
  });

  test('A token provider that fails is asked again later', async () => {
    const token = vi.fn(async () => 'token').mockRejectedValueOnce(new Error('offline'));
    const session = await server.open({ token });
    expect(session.status).toMatchObject({ phase: 'reconnecting', reason: 'no_token' });
    await pass(500);
    expect(server.connections).toHaveLength(1);
  });
});

describe('Reconnecting', () => {
  test('Pauses grow with full jitter up to five seconds, and a sound connection starts them anew', async () => {
    const session = await server.openWelcome();
    const pauses: number[] = [];
    session.onStatus((status) => {
      if (status.phase === 'reconnecting') pauses.push(status.retryAt - performance.now());
    });
    for (let i = 0; i < 7; i++) {
      server.connection.drop();
      await server.nextConnection();
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 2500, 2500, 2500]);
    server.connection.welcome();
    await pass(6000);
    server.connection.drop();
    expect(pauses.at(-1)).toBe(250);
  });

  test('A connection that is lost right after its welcome does not start the pauses anew', async () => {
    const session = await server.openWelcome();
    for (let i = 0; i < 4; i++) await server.reconnect();
    server.connection.drop();
    expect(session.status).toMatchObject({ phase: 'reconnecting', attempt: 5 });
  });

  test('Full jitter spreads evenly from zero', () => {
    expect([backoff(0, 0), backoff(0, 0.999), backoff(4, 0.5), backoff(40, 0.5)]).toEqual([
      0, 499.5, 2500, 2500,
    ]);
  });

  test('A button or the network coming back can cut the pause short', async () => {
    const session = await server.openWelcome();
    server.connection.drop();
    session.retryNow();
    session.retryNow();
    expect(session.status).toMatchObject({ phase: 'reconnecting', retryAt: performance.now() });
    await settle();
    expect(server.connections).toHaveLength(2);
    await pass(15_000);
    expect(server.connections).toHaveLength(3);
  });

  test('Goaway names the pause itself', async () => {
    const session = await server.openWelcome();
    server.connection.deliver([43, 'shutting_down', 'Restart', 3210]);
    server.connection.drop(1001);
    expect(session.status).toEqual({
      phase: 'reconnecting',
      attempt: 1,
      retryAt: performance.now() + 3210,
      reason: 'shutting_down',
    });
  });

  test('After a flood the pause is ten seconds or more', async () => {
    const session = await server.openWelcome();
    server.connection.drop(4429);
    expect(session.status).toMatchObject({ retryAt: performance.now() + 10_250, reason: 'flood' });
  });

  test.each([1000, 1001, 1006, 1013, 4408])('Close code %i is followed by another try', async (code) => {
    const session = await server.openWelcome();
    server.connection.drop(code);
    expect(session.status.phase).toBe('reconnecting');
  });

  test.each([
    [4400, 'bad_version'],
    [4413, 'too_large'],
  ])('Close code %i ends the session for good', async (close, code) => {
    const session = await server.openWelcome();
    server.connection.deliver([42, code, 'No', null, null]);
    server.connection.drop(close);
    expect(session.status).toEqual({ phase: 'closed', code, message: 'No' });
    await pass(60_000);
    expect(server.connections).toHaveLength(1);
  });

  test('Bytes that are no frames cost the connection, not the session', async () => {
    const session = await server.openWelcome();
    server.connection.deliverBytes(encode('not a frame'));
    expect(server.connection.closedByClient).toBe(true);
    expect(session.status.phase).toBe('reconnecting');
  });
});

describe('Staying alive', () => {
  test('A ping goes out at least every five seconds', async () => {
    await server.openWelcome();
    for (let i = 1; i <= 4; i++) {
      await pass(5000);
      server.connection.deliver([40, null, i, null]);
      expect(server.connection.got(7).length).toBeGreaterThanOrEqual(i);
    }
  });

  test('A page whose timers are held back pings when it hears something', async () => {
    vi.spyOn(server.environment, 'setTimeout').mockImplementation(() => setTimeout(() => {}, 0));
    await server.openWelcome();
    await pass(6000);
    server.connection.deliver([43, 'later', '', 0]);
    expect(server.connection.got(7)).toHaveLength(1);
    server.connection.deliver([43, 'later', '', 0]);
    expect(server.connection.got(7)).toHaveLength(1);
  });

  test('A connection that is silent for six seconds is dead; the next has fifteen until it answers', async () => {
    const session = await server.openWelcome();
    const silent = async (milliseconds: number) => {
      await pass(milliseconds - 500);
      expect(session.status.phase).toBe('open');
      await pass(500);
      expect(session.status.phase).toBe('reconnecting');
      expect(server.connections.at(-1)?.closedByClient).toBe(true);
    };
    const welcome = async () => {
      session.retryNow();
      await settle();
      server.connection.accept();
      server.connection.welcome();
    };
    await silent(6000);
    await welcome();
    await silent(15_000);
    await welcome();
    server.connection.deliver([40, null, 1, null]);
    expect(session.status.phase).toBe('open');
    server.connection.drop();
    await welcome();
    await silent(6000);
  });

  test('Pongs keep it alive', async () => {
    const session = await server.openWelcome();
    for (let i = 0; i < 12; i++) {
      await pass(5000);
      server.connection.deliver([40, null, i, null]);
    }
    expect(session.status.phase).toBe('open');
  });
});

describe('Tokens', () => {
  const refuse = () => {
    server.connection.accept();
    server.connection.deliver([42, 'token_expired', 'Too old', null, null]);
    server.connection.drop(4401);
  };

  test('A refused token is renewed once and the session goes on with it', async () => {
    const token = vi.fn(async (renew: boolean) => (renew ? 'fresh' : 'stale'));
    const session = await server.open({ token });
    refuse();
    await pass(1);
    server.connection.welcome();
    expect(server.connection.got(1)).toEqual([[1, 1, 'fresh', null]]);
    expect(session.status.phase).toBe('open');
    expect(token.mock.calls).toEqual([[false], [true]]);
  });

  test('A fresh token that is refused too ends the session', async () => {
    const session = await server.open();
    refuse();
    await pass(1);
    refuse();
    expect(session.status).toEqual({ phase: 'closed', code: 'token_expired', message: 'Too old' });
    await pass(60_000);
    expect(server.connections).toHaveLength(2);
  });

  test('When no fresh token can be had, it is asked for again and not the old one used', async () => {
    const token = vi.fn(async (_: boolean) => 'token');
    await server.open({ token });
    token.mockRejectedValueOnce(new Error('offline'));
    refuse();
    await server.nextConnection();
    expect(token.mock.calls).toEqual([[false], [true], [true]]);
    expect(server.connections).toHaveLength(2);
  });

  test('A late hello is no fault of the token', async () => {
    const token = vi.fn(async () => 'token');
    const session = await server.open({ token });
    server.connection.deliver([42, 'hello_expected', '', null, null]);
    server.connection.drop(4401);
    expect(session.status.phase).toBe('reconnecting');
    expect(token).toHaveBeenCalledTimes(1);
  });
});

test('A closed session stays closed and ends its rooms', async () => {
  const session = await server.openWelcome();
  const room = session.join({ how: 'quick', target: 'arena' });
  const seen: SessionStatus[] = [];
  session.onStatus((status) => seen.push(status));
  session.close();
  await pass(60_000);
  expect(seen).toEqual([{ phase: 'closed', code: 'closed', message: '' }]);
  expect(room.status).toMatchObject({ phase: 'ended', code: 'session_closed' });
  await expect(room.joined).rejects.toMatchObject({ code: 'session_closed' });
  expect(server.connections).toHaveLength(1);
  expect(() => session.join({ how: 'quick', target: 'arena' })).toThrow();
});
