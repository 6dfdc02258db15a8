import { beforeEach, expect, test, vi } from 'vitest';
import { Players } from '../../src/sdk/index.ts';

class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  clear = () => this.#items.clear();
  getItem = (key: string) => this.#items.get(key) ?? null;
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  removeItem = (key: string) => void this.#items.delete(key);
  setItem = (key: string, value: string) => void this.#items.set(key, value);
}

const day = 24 * 3600 * 1000;
let shared: Storage;
let requests: { name?: string; passphrase?: string; authorization: string | null }[];
let now: number;
let known: Map<string, string>;
let claims: Map<string, string>;

const server = vi.fn(async (_: unknown, init?: RequestInit): Promise<Response> => {
  const authorization = new Headers(init?.headers).get('Authorization');
  const wish = JSON.parse(String(init?.body)) as { name?: string; passphrase?: string };
  requests.push({ authorization, ...wish });
  const { name, passphrase } = wish;
  const old = authorization?.slice('Bearer '.length);
  const holder = name === undefined ? undefined : claims.get(name);
  if (old !== undefined && !known.has(old)) return Response.json({ code: 'unauthorized' }, { status: 401 });
  if (holder !== undefined && passphrase !== 'correct horse')
    return Response.json({ code: 'name_claimed' }, { status: 409 });
  const token = `token-${known.size + 1}`;
  const playerId = holder ?? (old === undefined ? undefined : known.get(old)) ?? `player-${known.size + 1}`;
  known.set(token, playerId);
  return Response.json({
    token,
    playerId,
    name: name ?? 'Made up',
    expiresAt: new Date(now + 7 * day).toISOString(),
  });
});

function tab(own: Storage = new MemoryStorage()): Players {
  return new Players({ fetch: server as unknown as typeof fetch, shared, own, now: () => now });
}

beforeEach(() => {
  shared = new MemoryStorage();
  requests = [];
  now = Date.UTC(2026, 0, 1);
  known = new Map();
  claims = new Map();
  server.mockClear();
});

test('The tabs of a browser share a guest', async () => {
  const first = await tab().register('Nova');
  expect(tab().current).toEqual(first);
  expect(await tab().token(false)).toBe(first.token);
  expect(requests).toHaveLength(1);
});

test('A new name keeps the identity', async () => {
  const players = tab();
  const before = await players.register('Nova');
  const after = await players.register('Vega');
  expect(after.playerId).toBe(before.playerId);
  expect(requests[1]).toEqual({ name: 'Vega', authorization: `Bearer ${before.token}` });
});

test('A token is renewed a day before it runs out, and when the server refused it', async () => {
  const players = tab();
  const { token } = await players.register('Nova');
  now += 5.9 * day;
  expect(await players.token(false)).toBe(token);
  now += 0.2 * day;
  const renewed = await players.token(false);
  expect(renewed).not.toBe(token);
  expect(await players.token(true)).not.toBe(renewed);
  expect(requests.map(({ name }) => name)).toEqual(['Nova', undefined, undefined]);
});

test('An identity that the server does not know any more is replaced', async () => {
  const players = tab();
  await players.register('Nova');
  known.clear();
  const { playerId } = await players.register('Nova');
  expect(playerId).toBe('player-1');
  expect(requests.map(({ authorization }) => authorization)).toEqual([null, 'Bearer token-1', null]);
});

test('With the passphrase of a name the browser is the player whose name it is', async () => {
  claims.set('Nova', 'holder');
  const players = tab();
  const guest = await players.register('Vega');
  await expect(players.register('Nova')).rejects.toMatchObject({ code: 'name_claimed' });
  expect(players.current).toEqual(guest);
  await expect(players.register('Nova', { passphrase: 'cafe\u0301 au lait' })).rejects.toThrow();
  expect(requests.at(-1)?.passphrase).toBe('caf\u00e9 au lait');
  const holder = await players.register('Nova', { passphrase: 'correct horse' });
  expect(holder.playerId).toBe('holder');
  expect(tab().current).toEqual(holder);
  expect(requests.at(-1)).toEqual({
    name: 'Nova',
    passphrase: 'correct horse',
    authorization: `Bearer ${guest.token}`,
  });
});

test('An identity that is not known any more leaves its name to who claimed it', async () => {
  const players = tab();
  await players.register('Nova');
  known.clear();
  claims.set('Nova', 'holder');
  await players.token(true);
  expect(players.current?.name).toBe('Made up');
  expect(requests.map(({ name }) => name)).toEqual(['Nova', undefined, 'Nova', undefined]);
});

test('A token that could not be renewed in time serves until it ends', async () => {
  const players = tab();
  const { token } = await players.register('Nova');
  now += 6.1 * day;
  server.mockResolvedValueOnce(Response.json({ code: 'unavailable' }, { status: 503 }));
  expect(await players.token(false)).toBe(token);
  now += day;
  server.mockResolvedValueOnce(Response.json({ code: 'unavailable' }, { status: 503 }));
  await expect(players.token(false)).rejects.toMatchObject({ code: 'unavailable' });
});

test('The second guest belongs to its tab alone and survives its reload', async () => {
  const own = new MemoryStorage();
  const players = tab(own);
  const usual = await players.register('Nova');
  const second = await players.asSecondGuest();
  expect(second.playerId).not.toBe(usual.playerId);
  expect(players.isSecondGuest).toBe(true);
  expect(tab(own).current).toEqual(second);
  expect(tab().current).toEqual(usual);
  await players.register('Other');
  expect(tab().current?.name).toBe('Nova');
});

test('Refusals carry their code and the time to wait', async () => {
  server.mockResolvedValueOnce(
    Response.json(
      { code: 'rate_limited', detail: 'Slow down' },
      { status: 429, headers: { 'Retry-After': '7' } },
    ),
  );
  await expect(tab().register('Nova')).rejects.toMatchObject({
    code: 'rate_limited',
    message: 'Slow down',
    retryAfter: 7000,
  });
  server.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(tab().register('Nova')).rejects.toMatchObject({ code: 'network' });
  server.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
  await expect(tab().register('Nova')).rejects.toMatchObject({ code: 'network' });
});

test('What lies in the storage and is no player is ignored', () => {
  shared.setItem('gameserver.player', '{"token":5}');
  expect(tab().current).toBeNull();
  shared.setItem('gameserver.player', '{');
  expect(tab().current).toBeNull();
});
