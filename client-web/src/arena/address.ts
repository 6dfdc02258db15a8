import type { JoinWish, RoomInfo } from '../sdk/index.ts';
import { kind } from './contract.ts';

const quickMatch: JoinWish = { how: 'quick', target: kind };

/** The room that the page's address asks for: `?room=ID`, `?code=XXXXX-XXXXX`, or any; with `&watch=1` to look on. */
export function wishOf(query: string): JoinWish {
  const search = new URLSearchParams(query);
  const wish = namedRoom(search);
  if (wish === null) return quickMatch;
  return search.has('watch') ? { ...wish, watch: true } : wish;
}

function namedRoom(search: URLSearchParams): JoinWish | null {
  const room = search.get('room');
  if (room) return { how: 'room', target: room };
  const code = search.get('code');
  return code ? { how: 'code', target: code } : null;
}

/** The address' query for a room, or for none; what else is in it stays. */
export function queryFor(before: string, room: Pick<JoinWish, 'how' | 'target' | 'watch'> | null): string {
  const search = new URLSearchParams(before);
  for (const name of ['room', 'code', 'watch']) search.delete(name);
  if (room !== null) search.set(room.how === 'code' ? 'code' : 'room', room.target);
  if (room?.watch === true) search.set('watch', '1');
  const query = search.toString();
  return query === '' ? '' : `?${query}`;
}

/** A link for friends: to join, or to watch. */
export function linkTo(info: RoomInfo, watch: boolean): string {
  return location.origin + location.pathname + queryFor('', { ...place(info), watch });
}

/** Puts the room into the address, so that a reload, or whoever gets the link, comes to the same one. */
export function showRoom(info: RoomInfo): void {
  show({ ...place(info), watch: info.seat < 0 });
}

export function showCode(code: string): void {
  show({ how: 'code', target: code });
}

/** Whether the room in the address is to be watched from now on. */
export function showWatching(watch: boolean): void {
  show({ ...wishOf(location.search), watch });
}

export function showNoRoom(): void {
  show(null);
}

function place({ roomId, private: isPrivate }: RoomInfo): JoinWish {
  return { how: isPrivate ? 'code' : 'room', target: roomId };
}

function show(room: JoinWish | null): void {
  history.replaceState(history.state, '', location.pathname + queryFor(location.search, room));
}
