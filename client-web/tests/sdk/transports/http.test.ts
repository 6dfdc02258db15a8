import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { countedSlots } from '../../../src/sdk/http/slots.ts';
import type { Session, TransportName } from '../../../src/sdk/index.ts';
import { type Asked, FakeNetwork, namesOf, pass } from './fakeNetwork.ts';

let network: FakeNetwork;

beforeEach(() => {
  vi.useFakeTimers();
  network = new FakeNetwork(7);
  network.faults.delay = 20;
});

afterEach(() => {
  network.stop();
  vi.useRealTimers();
});

const room = { how: 'quick', target: 'arena' } as const;
const polls = () => network.requests.filter(({ path }) => path === '/poll');
const sends = () => network.requests.filter(({ path }) => path === '/send');
const isCommand = ({ frames }: Asked) => frames.some(([type]) => type === 5);

async function openOver(name: TransportName): Promise<Session> {
  const session = network.open();
  const arrived = session.use(name);
  await pass(200);
  await arrived;
  return session;
}

describe('Which node it is', () => {
  test.each(['poll', 'short-poll', 'sse'] as const)(
    'is told over %s as soon as the way is proved, and when another answers',
    async (name) => {
      network.node = 'node-1';
      const session = await openOver(name);
      expect(session.identity?.node).toBe('node-1');
      session.join(room);
      await pass(500);
      network.node = 'node-2';
      network.cutAll();
      await pass(2500);
      expect(session.transport).toBe(name);
      expect(session.identity).toEqual({ playerId: 'p-1', name: 'Nova', node: 'node-2' });
    },
  );
});

describe('What is said', () => {
  test('A round trip proves the way before anything is joined, and the player is who the page says it is', async () => {
    const session = await openOver('poll');
    session.join(room);
    await pass(100);
    expect(namesOf(sends()).slice(0, 2)).toEqual([['ping'], ['join']]);
    expect(session.identity).toEqual({ playerId: 'p-1', name: 'Nova', node: '' });
  });

  test('A command whose answer is lost is said again and applied once', async () => {
    const session = await openOver('poll');
    const joined = session.join(room);
    await pass(2000);
    network.faults.answerLost = 1;
    const said = joined.command('do', 'it');
    await pass(400);
    network.faults.answerLost = 0;
    await pass(3000);
    await expect(said).resolves.toEqual(['do', 'it']);
    const repeated = sends().filter(isCommand);
    expect(repeated.length).toBeGreaterThan(1);
    expect(network.room.applied).toEqual(['it']);
  });

  test('One post of a room is under way at a time, and no more than twenty a second', async () => {
    const session = await openOver('poll');
    const joined = session.join(room);
    await pass(500);
    const before = sends().length;
    for (let i = 0; i < 60; i++) {
      joined.input(i);
      await pass(33);
    }
    expect(sends().length - before).toBeLessThanOrEqual(42);
    expect(network.room.inputs.length).toBeGreaterThan(50);
  });

  test.each([429, 503])('With %i nothing is said before the time that the server names', async (status) => {
    const session = await openOver('poll');
    const joined = session.join(room);
    await pass(500);
    network.refuse = (asked) => (isCommand(asked) ? { status, code: 'busy', retryAfter: 4 } : null);
    void joined.command('do', 'it');
    await pass(200);
    network.refuse = null;
    const before = sends().length;
    await pass(3700);
    expect(sends().length).toBe(before);
    await pass(500);
    expect(network.room.applied).toEqual(['it']);
    expect(joined.status.phase).toBe('joined');
  });

  test.each([
    ['poll', '/poll', 429],
    ['poll', '/poll', 503],
    ['sse', '/api/tickets', 429],
    ['sse', '/api/tickets', 503],
  ] as const)(
    'Over %s nothing is asked of %s before the time that a %i names',
    async (name, path, status) => {
      const session = await openOver(name);
      network.refuse = (asked) => (asked.path === path ? { status, code: 'busy', retryAfter: 4 } : null);
      const joined = session.join(room);
      await pass(200);
      network.refuse = null;
      const asked = () => network.requests.filter((each) => each.path === path).length;
      expect(asked()).toBe(1);
      await pass(3700);
      expect(asked()).toBe(1);
      await pass(1000);
      expect(asked()).toBeGreaterThan(1);
      expect(session.transport).toBe(name);
      expect(joined.state.tick).toBeGreaterThan(network.room.tick - 12);
    },
  );

  test('Sent away for long, the session comes back when it was told to', async () => {
    const session = await openOver('poll');
    network.refuse = () => ({ status: 503, code: 'shutting_down', retryAfter: 12 });
    session.join(room);
    await pass(100);
    expect(session.status).toMatchObject({ phase: 'reconnecting', reason: 'shutting_down' });
    network.refuse = null;
    await pass(11_000);
    expect(session.status.phase).toBe('reconnecting');
    await pass(1500);
    expect(session.status.phase).toBe('open');
  });

  test('Who is not heard for long connects anew, though it still hears', async () => {
    const session = await openOver('poll');
    session.join(room);
    await pass(500);
    let isDeaf = true;
    network.refuse = ({ path, query }) => (isDeaf && path === '/send' && query.has('room') ? 'lost' : null);
    await pass(10_000);
    expect(session.status.phase).toBe('open');
    const ended = new Promise((resolve) => session.onStatus(resolve));
    await pass(50_000);
    await expect(ended).resolves.toMatchObject({ phase: 'reconnecting', reason: 'lost' });
    isDeaf = false;
  });

  test('A leave gives the seat up and ends the polls', async () => {
    const session = await openOver('poll');
    const joined = session.join(room);
    await pass(500);
    const left = joined.leave();
    await pass(200);
    await left;
    expect(joined.status).toMatchObject({ phase: 'ended', code: 'left' });
    const before = polls().length;
    await pass(1000);
    expect(polls().length).toBe(before);
  });

  test('A token that is refused is renewed', async () => {
    const token = vi.fn(async (renew: boolean) => (renew ? 'fresh' : 'stale'));
    const session = network.open({ token });
    void session.use('poll').catch(() => {});
    network.refuse = () => (token.mock.calls.length < 3 ? { status: 401, code: 'token_expired' } : null);
    await pass(1000);
    expect(token.mock.calls.at(-1)).toEqual([true]);
    expect(session.status.phase).toBe('open');
  });

  test('A seat that the server does not know any more is asked for anew, with the cursor', async () => {
    const session = await openOver('poll');
    const joined = session.join(room);
    await pass(500);
    let refusals = 1;
    network.refuse = ({ path }) =>
      path === '/poll' && refusals-- > 0 ? { status: 409, code: 'not_joined' } : null;
    await pass(3000);
    expect(joined.status.phase).toBe('joined');
    const join = sends()
      .filter(({ frames }) => frames[0]?.[0] === 2)
      .at(-1);
    expect(join?.frames[0]?.slice(3, 5)).toEqual(['room', 'room-1']);
    expect(join?.frames[0]?.[7]).not.toBeNull();
  });
});

describe('Polls', () => {
  test('They ask from where the client stands, no more than seventeen times a second', async () => {
    const session = await openOver('poll');
    session.join(room);
    await pass(500);
    const before = polls().length;
    await pass(2000);
    const asked = polls().slice(before);
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.length).toBeLessThanOrEqual(34);
    expect(asked.every(({ query }) => query.get('wait') === '25')).toBe(true);
    const offsets = asked.map(({ query }) => Number(query.get('cursor')?.split(',')[2]));
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(offsets.at(-1)).toBeGreaterThan(offsets[0] ?? 0);
  });

  test('Where no more connections may stay open they are short, and held again when one is free', async () => {
    network.slots = countedSlots(0);
    const session = await openOver('poll');
    const joined = session.join(room);
    await pass(2000);
    expect(polls().every(({ query }) => query.get('wait') === '0')).toBe(true);
    expect(joined.state.tick).toBeGreaterThan(120);
    network.slots = countedSlots(1);
    await pass(6000);
    expect(polls().at(-1)?.query.get('wait')).toBe('25');
  });

  test('A wish for fewer frames makes for fewer polls', async () => {
    const session = await openOver('short-poll');
    session.join({ ...room, rate: 2 });
    await pass(500);
    const before = polls().length;
    await pass(4000);
    expect(polls().length - before).toBeLessThanOrEqual(8);
  });
});

describe('Streams', () => {
  test('A stream that breaks goes on with what was missed, without another ticket', async () => {
    const session = await openOver('sse');
    const joined = session.join(room);
    const offsets: number[] = [];
    joined.onEvent(({ offset }) => offsets.push(offset));
    await pass(2000);
    for (const stream of [...network.streams]) stream.cut();
    await pass(3000);
    expect(network.tickets.size).toBe(1);
    expect(joined.status.phase).toBe('joined');
    expect(offsets).toEqual(Array.from({ length: offsets.length }, (_, i) => 11 + i));
    expect(offsets.at(-1)).toBeGreaterThanOrEqual(network.room.offset - 2);
  });

  test('A room that gets no connection for a stream is polled', async () => {
    network.slots = countedSlots(0);
    const session = await openOver('sse');
    const joined = session.join(room);
    await pass(2000);
    expect(network.streams.size).toBe(0);
    expect(joined.state.tick).toBeGreaterThan(network.room.tick - 12);
  });

  test('It listens as soon as a connection is free, and misses nothing on the way', async () => {
    network.slots = countedSlots(0);
    const session = await openOver('sse');
    const joined = session.join(room);
    const offsets: number[] = [];
    joined.onEvent(({ offset }) => offsets.push(offset));
    await pass(7000);
    expect(network.streams.size).toBe(0);
    network.slots = countedSlots(1);
    await pass(6000);
    expect(network.streams.size).toBe(1);
    const polled = polls().length;
    await pass(2000);
    expect(polls()).toHaveLength(polled);
    expect(offsets).toEqual(Array.from({ length: offsets.length }, (_, i) => 11 + i));
    expect(offsets.at(-1)).toBeGreaterThanOrEqual(network.room.offset - 2);
    const moved = session.use('poll');
    await pass(500);
    await moved;
    expect(polls().at(-1)?.query.get('wait')).toBe('25');
  });

  test('Where something holds streams back, long polls carry on after three seconds, and streams are left alone', async () => {
    network.webSocket.blocked = true;
    network.buffersStreams = true;
    const session = network.open();
    const joined = session.join(room);
    await pass(5000);
    expect(session.transport).toBe('poll');
    expect(joined.status.phase).toBe('joined');
    await pass(30_000);
    expect(network.tickets.size).toBe(1);
    expect(session.transport).toBe('poll');
  });

  test('Where something passes streams on in lumps, long polls carry on after some of them', async () => {
    network.webSocket.blocked = true;
    network.lumpsEveryMs = 400;
    const session = network.open();
    const joined = session.join(room);
    await pass(1500);
    expect(session.transport).toBe('sse');
    await pass(3500);
    expect(session.transport).toBe('poll');
    expect(joined.status.phase).toBe('joined');
    await pass(30_000);
    expect(network.tickets.size).toBe(1);
    expect(joined.state.tick).toBeGreaterThan(network.room.tick - 12);
  });

  test('Who wishes for streams has them, in lumps, and is not cut off again and again', async () => {
    network.lumpsEveryMs = 400;
    const session = await openOver('sse');
    const joined = session.join(room);
    await pass(60_000);
    expect(session.transport).toBe('sse');
    expect(joined.status.phase).toBe('joined');
    expect(network.tickets.size).toBe(2);
  });
});
