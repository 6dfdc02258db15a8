import { expect, test } from 'vitest';
import type { NodeSeen, RoomSeen, Snapshot } from '../../src/cluster/snapshot.ts';
import { cardsOf } from '../../src/cluster/view.ts';

const room: RoomSeen = {
  id: '7K2MXQ90AB',
  kind: 'arena',
  isPrivate: false,
  epoch: 2,
  players: 3,
  seats: 16,
  tickRate: 30,
  tickMedianMs: 0.2,
  tickP99Ms: 0.84,
  isStill: false,
};
const node: NodeSeen = {
  name: 'node-1',
  address: '10.0.0.1:4053',
  status: 'up',
  roles: ['gateway', 'rooms'],
  connections: { webSockets: 2, streams: 1, polls: 0 },
  rates: { envelopes: 60, frames: 1200, bytes: 45_678, replicationLagMs: 1.26 },
  roomCount: 1,
  rooms: [room],
};
const cardOf = (changes: Partial<NodeSeen>) => {
  const snapshot: Snapshot = { self: 'node-2', nodes: [{ ...node, ...changes }], moves: [] };
  const [card] = cardsOf(snapshot);
  if (card === undefined) throw new Error('There is no card.');
  return card;
};

test('a card says in figures with units what its node does', () => {
  const { figures, status, tone, canEnd, beside } = cardOf({});
  expect(figures.map(({ value, beside }) => [value, beside])).toEqual([
    ['3', 'WS 2, SSE 1, poll 0'],
    ['1,260', '60 to nodes, 1,200 to clients'],
    ['45.7 KB/s', ''],
    ['1.3 ms', ''],
  ]);
  expect({ status, tone, canEnd, beside }).toEqual({ status: 'up', tone: 'fine', canEnd: true, beside: '' });
});

test('before the first report there are no figures, and none are made up', () => {
  expect(cardOf({ connections: null, rates: null }).figures.map(({ value }) => value)).toEqual([
    '–',
    '–',
    '–',
    '–',
  ]);
});

test('a room says what it is, and leads to where it is watched', () => {
  expect(cardOf({}).rooms).toEqual([
    {
      id: room.id,
      title: 'arena 7K2M',
      facts: '3/16 seats, epoch 2',
      tick: '30 Hz, p99 0.8 ms',
      isWaiting: false,
      href: '/arena?room=7K2MXQ90AB&watch=1',
    },
  ]);
});

test('a private room leads nowhere', () => {
  expect(cardOf({ rooms: [{ ...room, id: '7K2M', isPrivate: true }] }).rooms[0]?.href).toBeNull();
});

test('a standing room goes by its name and leads to the page of its game', () => {
  const [chat, inbox] = cardOf({
    rooms: [
      { ...room, id: 'chat.general', kind: 'chat' },
      { ...room, id: 'inbox.5DF3A001', kind: 'inbox', isPrivate: true },
    ],
  }).rooms;
  expect([chat?.title, chat?.href]).toEqual(['chat general', '/chat?room=general']);
  expect([inbox?.title, inbox?.href]).toEqual(['inbox 5DF3A001', null]);
});

test.each([
  ['up', false, false],
  ['up', true, true],
  ['leaving', false, false],
  ['unreachable', false, true],
  ['gone', false, true],
] as const)('rooms of a node that is %s, still: %s, wait: %s', (status, isStill, waits) => {
  expect(cardOf({ status, rooms: [{ ...room, isStill }] }).rooms[0]?.isWaiting).toBe(waits);
});

test.each([
  ['joining', false],
  ['up', true],
  ['leaving', false],
  ['unreachable', true],
  ['left', false],
  ['gone', false],
] as const)('a node that is %s can be ended: %s', (status, canEnd) => {
  expect(cardOf({ status }).canEnd).toBe(canEnd);
});

test('rooms that are not listed are counted', () => {
  expect(cardOf({ roomCount: 300 }).note).toBe('and 299 more');
});

test('the node that answers and those that carry no rooms are told apart', () => {
  expect(cardOf({ name: 'node-2' }).beside).toBe('shows this page');
  expect(cardOf({ roles: ['gateway'] }).beside).toBe('gateway only');
});
