import type { JoinWish, RoomInfo } from '../sdk/index.ts';
import { kind } from './contract.ts';

const quickMatch: JoinWish = { how: 'quick', target: kind };

/** The room that the page's address asks for: `?room=ID`, `?code=XXXXX-XXXXX`, or any. */
export function wishOf(query: string): JoinWish {
  const search = new URLSearchParams(query);
  const room = search.get('room');
  if (room) return { how: 'room', target: room };
  const code = search.get('code');
  if (code) return { how: 'code', target: code };
  return quickMatch;
}

/** Puts the room into the address, so that a reload, or whoever gets the link, comes to the same one. */
export function showRoom(info: RoomInfo): void {
  show(`?${new URLSearchParams({ [info.private ? 'code' : 'room']: info.roomId })}`);
}

export function showNoRoom(): void {
  show('');
}

function show(query: string): void {
  history.replaceState(history.state, '', location.pathname + query);
}
