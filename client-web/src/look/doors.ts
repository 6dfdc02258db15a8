import { writeCode } from '../arena/roomCode.ts';

/** A room, as the lobby and the cluster page hear of it. */
export interface RoomSeen {
  readonly id: string;
  readonly kind: string;
  readonly players: number;
  readonly seats: number;
  readonly watchable: boolean;
}

/** How a room is called and entered. */
export interface Doors {
  readonly name: string;
  readonly enter: { readonly label: string; readonly href: string } | null;
  readonly watch: string | null;
}

/** The ways into a room; null for a game that has no page. */
export function doorsOf({ id, kind, players, seats, watchable }: RoomSeen): Doors | null {
  const name = nameOf(id, kind);
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

/** What of a room's id tells it from others of its game: a standing room's has the game before it. */
export function nameOf(id: string, kind: string): string {
  return id.startsWith(`${kind}.`) ? id.slice(kind.length + 1) : id;
}
