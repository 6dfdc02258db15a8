import { byId, make, write } from '../look/elements.ts';
import { Board } from './board.ts';
import { ClusterFeed, type FeedState } from './feed.ts';
import { ClusterNews, type Item } from './news.ts';
import type { Move, Snapshot } from './snapshot.ts';

const countMs = 100;
const keptNews = 40;
const tokenKey = 'operator-token';

const told = byId('told');
const access = byId('access') as HTMLFormElement;
const token = byId('token') as HTMLInputElement;
const news = new ClusterNews();
const feed = new ClusterFeed(seen, stateChanged);
const board = new Board(byId('nodes'), end, () => feed.token !== null);
let latest: Snapshot | null = null;
let unshown: Move[] = [];

function seen(snapshot: Snapshot): void {
  latest = snapshot;
  const { items, moves } = news.next(snapshot);
  unshown.push(...moves);
  for (const item of items) tell(item);
  if (!document.hidden) show();
}

function show(): void {
  if (latest === null) return;
  board.show(latest, unshown);
  unshown = [];
  const up = latest.nodes.filter(({ status }) => status === 'up').length;
  const rooms = latest.nodes.reduce((sum, { roomCount }) => sum + roomCount, 0);
  write(told, `${count(up, 'node')} up, ${count(rooms, 'room')}.`);
}

function tell({ sentence, tone }: Item): void {
  byId('quiet').hidden = true;
  const line = make('li', '');
  line.dataset.tone = tone;
  const at = new Date();
  const time = make('time', '', at.toLocaleTimeString('en-GB'));
  time.dateTime = at.toISOString();
  line.append(time, make('span', '', sentence));
  const list = byId('news');
  list.prepend(line);
  while (list.children.length > keptNews) list.lastElementChild?.remove();
}

function stateChanged(state: FeedState): void {
  document.body.dataset.feed = state;
  access.hidden = state !== 'unauthorized';
  switch (state) {
    case 'live':
      if (feed.token !== null) sessionStorage.setItem(tokenKey, feed.token);
      break;
    case 'lost':
      write(told, 'This page has lost its node and looks for another way.');
      break;
    case 'busy':
      write(told, 'This node cannot show the cluster right now. Trying again.');
      break;
    case 'hidden':
      write(
        told,
        'This server does not show its cluster. Cluster:Demo or Cluster:OperatorToken opens this page.',
      );
      break;
    case 'unauthorized':
      write(
        told,
        feed.token === null ? 'The cluster is shown to its operators.' : 'That is not the operator’s token.',
      );
      sessionStorage.removeItem(tokenKey);
      token.focus();
      break;
  }
}

async function end(node: string, how: 'drain' | 'kill'): Promise<void> {
  tell({ sentence: how === 'kill' ? `You killed ${node}.` : `You asked ${node} to leave.`, tone: 'moving' });
  const problem = await feed.end(node, how);
  if (problem !== null) tell({ sentence: `${node}: ${problem}`, tone: 'cut' });
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

access.addEventListener('submit', (event) => {
  event.preventDefault();
  feed.token = token.value.trim();
  token.value = '';
  feed.open();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) show();
});
setInterval(() => {
  if (!document.hidden) board.count();
}, countMs);

feed.token = sessionStorage.getItem(tokenKey);
feed.open();
