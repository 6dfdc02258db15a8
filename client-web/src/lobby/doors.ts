import { writeCode } from '../arena/roomCode.ts';
import type { LobbyRoom } from './snapshot.ts';

/** How a room is called and entered from the lobby. */
export interface Doors {
  readonly name: string;
  readonly enter: { readonly label: string; readonly href: string } | null;
  readonly watch: string | null;
}

/** The ways into a room; null for a game that has no page. */
export function doorsOf({ id, kind, players, seats, watchable }: LobbyRoom): Doors | null {
  const name = id.startsWith(`${kind}.`) ? id.slice(kind.length + 1) : id;
  const room = encodeURIComponent(id);
  switch (kind) {
    case 'arena':
      return {
        name: `Arena ${writeCode(name)}`,
        enter: players < seats ? { label: 'Play', href: `/arena?room=${room}` } : null,
        watch: watchable ? `/arena?room=${room}&watch=1` : null,
      };
    case 'chat':
      return {
        name: `Chat: ${name}`,
        enter: { label: 'Join', href: `/chat?room=${encodeURIComponent(name)}` },
        watch: null,
      };
    case 'ticker':
      return { name: 'Ticker', enter: null, watch: '/ticker' };
    default:
      return null;
  }
}
