import { expect, test } from 'vitest';
import { ClusterNews } from '../../src/cluster/news.ts';
import type { Move, NodeStatus, Snapshot } from '../../src/cluster/snapshot.ts';

const picture = (statuses: Record<string, NodeStatus>, moves: readonly Move[] = []): Snapshot => ({
  self: 'node-1',
  nodes: Object.entries(statuses).map(([name, status]) => ({
    name,
    status,
    address: name,
    roles: ['rooms'],
    connections: null,
    rates: null,
    roomCount: 0,
    rooms: [],
  })),
  moves,
});
const move = (room: string, pauseMs: number, epoch = 2): Move => ({
  room,
  kind: 'arena',
  epoch,
  from: 'node-2',
  to: 'node-1',
  pauseMs,
});
const sentences = (news: ClusterNews, snapshot: Snapshot) =>
  news.next(snapshot).items.map(({ sentence }) => sentence);

test('what was before the page was opened is no news', () => {
  const news = new ClusterNews();
  const first = news.next(picture({ 'node-1': 'up', 'node-2': 'gone' }, [move('AAAA1', 1000)]));
  expect(first).toEqual({ items: [], moves: [] });
});

test('the end of a node is told as people would', () => {
  const news = new ClusterNews();
  sentences(news, picture({ 'node-1': 'up', 'node-2': 'up' }));
  expect(sentences(news, picture({ 'node-1': 'up', 'node-2': 'unreachable' }))).toEqual([
    'node-2 cannot be reached.',
  ]);
  const after = picture({ 'node-1': 'up', 'node-2': 'gone' }, [move('7K2MXQ', 4123)]);
  expect(sentences(news, after)).toEqual(['node-2 is gone.', 'Room 7K2M went on at node-1 after 4.1 s.']);
  expect(sentences(news, after)).toEqual([]);
});

test('a node that is new is told', () => {
  const news = new ClusterNews();
  sentences(news, picture({ 'node-1': 'up' }));
  expect(sentences(news, picture({ 'node-1': 'up', 'node-2': 'joining' }))).toEqual(['node-2 is joining.']);
});

test('many rooms that move at once are one sentence', () => {
  const news = new ClusterNews();
  sentences(news, picture({ 'node-1': 'up' }));
  const moves = [move('A', 3900), move('B', 4400), move('C', 4000), move('D', 4100)];
  expect(sentences(news, picture({ 'node-1': 'up' }, moves))).toEqual([
    '4 rooms of node-2 went on elsewhere after 3.9 s to 4.4 s.',
  ]);
});

test('a room that moves again is news again', () => {
  const news = new ClusterNews();
  sentences(news, picture({ 'node-1': 'up' }));
  news.next(picture({ 'node-1': 'up' }, [move('A', 100, 2)]));
  const { moves } = news.next(picture({ 'node-1': 'up' }, [move('A', 100, 2), move('A', 200, 3)]));
  expect(moves.map(({ epoch }) => epoch)).toEqual([3]);
});
