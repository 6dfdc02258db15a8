import { byId, element } from '../look/elements.ts';
import { Players } from '../sdk/index.ts';
import { Entry } from './entry.ts';
import { Online } from './online.ts';
import { Places } from './places.ts';
import { RoomList } from './rooms.ts';
import type { LobbySnapshot } from './snapshot.ts';

const againMs = 3000;

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

/** The browser opens it again by itself. */
function listen(): EventSource {
  const stream = new EventSource('/api/lobby/stream');
  stream.addEventListener('message', ({ data }) => show(JSON.parse(String(data)) as LobbySnapshot));
  stream.addEventListener('error', () => {
    document.body.dataset.feed = 'lost';
    count.textContent = 'Reconnecting …';
    // After a refusal it does not.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => (feed = listen()), againMs);
  });
  return stream;
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

let feed = listen();
places.open();
void showYou();
new Entry(players);
// A page that is left must not hold one of the browser's six connections.
addEventListener('pagehide', () => {
  feed.close();
  places.close();
});
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  feed = listen();
  places.open();
});
