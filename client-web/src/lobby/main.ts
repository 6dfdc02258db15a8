import { byId, element } from '../look/elements.ts';
import { Players } from '../sdk/index.ts';
import { Entry } from './entry.ts';
import { LobbyFeed } from './feed.ts';
import { Online } from './online.ts';
import { Places } from './places.ts';
import { RoomList } from './rooms.ts';
import type { LobbySnapshot } from './snapshot.ts';

const players = new Players();
const count = byId('online');
const watch = element('watch', HTMLAnchorElement);
const more = byId('more');
const rooms = new RoomList(byId('rooms'));
const online = new Online(() => players.current?.playerId ?? null);
const places = new Places(() => players.current?.playerId ?? null);

function show(lobby: LobbySnapshot): void {
  document.body.dataset.feed = 'live';
  count.textContent = lobby.online === 0 ? 'Nobody plays yet' : `${lobby.online} playing and watching`;
  online.show(lobby);
  byId('no-rooms').hidden = rooms.show(lobby.rooms) > 0;
  more.hidden = lobby.more === 0;
  more.textContent = `And ${lobby.more} more.`;
  const busiest = lobby.rooms.find(
    ({ kind, watchable, players }) => kind === 'arena' && watchable && players > 0,
  );
  watch.hidden = busiest === undefined;
  if (busiest !== undefined) watch.href = `/arena?room=${encodeURIComponent(busiest.id)}&watch=1`;
}

function lost(): void {
  document.body.dataset.feed = 'lost';
  count.textContent = 'Reconnecting …';
}

/** Whoever comes for the first time has nothing there, and nobody waits for it. */
async function showYou(): Promise<void> {
  if (players.current === null) return;
  const panel = byId('you');
  panel.hidden = false;
  const loaded = await import('./you.ts').catch(() => null);
  if (loaded === null) panel.hidden = true;
  else new loaded.You(players).open();
}

new LobbyFeed(show, lost).open();
places.open();
void showYou();
new Entry(players);
