import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Failures } from '../../../src/sdk/fallback.ts';
import { allTransports, type TransportName, webSocketTransport } from '../../../src/sdk/index.ts';
import { FakeNetwork, NetworkSocket, pass } from './fakeNetwork.ts';

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

describe('Falling back and climbing back', () => {
  test('In a runtime with neither sockets nor streams it polls', async () => {
    const none = () => {
      throw new ReferenceError('There is no such thing.');
    };
    const session = network.open({
      transport: allTransports({
        webSocket: webSocketTransport('ws://server/ws', none),
        fetch: (url, init) => network.fetch(String(url), init ?? {}),
        eventSource: none,
        slots: network.slots,
      }),
    });
    const joined = session.join(room);
    await pass(3000);
    expect(session.transport).toBe('poll');
    expect(joined.status.phase).toBe('joined');
  });

  test('A WebSocket that says nothing is not waited for longer than three seconds', async () => {
    network.faults.delay = 0;
    const send = vi.spyOn(NetworkSocket.prototype, 'send').mockImplementation(() => {});
    const session = network.open();
    const joined = session.join(room);
    await pass(2900);
    expect(joined.status.phase).toBe('joining');
    await pass(300);
    expect(session.transport).toBe('sse');
    expect(joined.status.phase).toBe('joined');
    send.mockRestore();
  });

  test('A WebSocket that breaks and then says nothing is not waited for: streams carry on within half a second', async () => {
    network.faults.delay = 0;
    const session = network.open();
    const joined = session.join(room);
    await pass(6000);
    const send = vi.spyOn(NetworkSocket.prototype, 'send').mockImplementation(() => {});
    const used: (TransportName | null)[] = [];
    session.onTransport((name) => used.push(name));
    network.cutAll();
    await pass(600);
    expect(session.transport).toBe('sse');
    expect(joined.status.phase).toBe('joined');
    await pass(15_000);
    expect(session.transport).toBe('sse');
    send.mockRestore();
    await pass(60_000);
    expect(session.transport).toBe('websocket');
    expect(used).toEqual([null, 'sse', 'websocket']);
  });

  test('A WebSocket that merely breaks is back within four seconds, and the next page begins with it', async () => {
    const kept: Failures[] = [];
    const session = network.open({ failureMemory: { load: () => ({}), save: (now) => kept.push(now) } });
    const joined = session.join(room);
    await pass(6000);
    const used: (TransportName | null)[] = [];
    session.onTransport((name) => used.push(name));
    network.cutAll();
    await pass(4000);
    expect(used).toEqual([null, 'sse', 'websocket']);
    expect(joined.status.phase).toBe('joined');
    expect(kept.every((failures) => Object.keys(failures).length === 0)).toBe(true);
  });

  test('Blocked in mid-match it flies on, and climbs back when the way is free; the room is never left', async () => {
    const session = network.open();
    const joined = session.join(room);
    await pass(1000);
    const used: (TransportName | null)[] = [];
    session.onTransport((name) => used.push(name));
    network.webSocket.blocked = true;
    await pass(3000);
    expect(session.transport).toBe('sse');
    expect(joined.status.phase).toBe('joined');
    await pass(20_000);
    expect(session.transport).toBe('sse');
    const phases: string[] = [];
    joined.onStatus(({ phase }) => phases.push(phase));
    network.webSocket.blocked = false;
    await pass(60_000);
    expect(session.transport).toBe('websocket');
    expect(phases).toEqual([]);
    expect(used).toEqual([null, 'sse', 'websocket']);
  });

  test('A probe joins nothing before it is proved', async () => {
    network.webSocket.blocked = true;
    const session = network.open();
    session.join(room);
    await pass(60_000);
    expect(network.room.attach).toBe(1);
    expect(session.transport).toBe('sse');
  });

  test('What does not work cannot be chosen: the session goes on as before', async () => {
    const session = network.open();
    const joined = session.join(room);
    await pass(500);
    network.refuse = ({ path }) => (path === '/send' ? { status: 404, code: '' } : null);
    const chosen = expect(session.use('poll')).rejects.toMatchObject({ name: 'TransportError' });
    await pass(500);
    await chosen;
    expect(session.transport).toBe('websocket');
    expect(joined.status.phase).toBe('joined');
  });

  test('Of two wishes in a row the later one counts', async () => {
    const session = network.open();
    session.join(room);
    await pass(500);
    const first = expect(session.use('sse')).rejects.toMatchObject({ name: 'TransportError' });
    const second = session.use('poll');
    await pass(1000);
    await first;
    await second;
    expect(session.transport).toBe('poll');
  });
});
