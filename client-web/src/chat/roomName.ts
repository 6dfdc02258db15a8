import { kind } from './contract.ts';

export const general = 'general';
const longest = 32;

/** The name of a room as it is typed: `Friday night!` becomes `friday-night`. Null when nothing is left of it. */
export function roomNameFrom(typed: string): string | null {
  const name = typed
    .toLowerCase()
    .replace(/^#/, '')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  return name === '' ? null : name;
}

export function roomIdOf(name: string): string {
  return `${kind}.${name}`;
}

/** The room that the page's address asks for: `?room=name`. */
export function roomInAddress(query: string): string | null {
  return roomNameFrom(new URLSearchParams(query).get('room') ?? '');
}

/** The player that the page's address asks to talk to: `?with=id`. */
export function playerInAddress(query: string): string | null {
  return new URLSearchParams(query).get('with');
}

/** The address' query for a room, or for a conversation with a player; what else is in it stays. */
export function queryFor(
  before: string,
  place: { readonly room: string } | { readonly with: string },
): string {
  const search = new URLSearchParams(before);
  for (const name of ['room', 'with']) search.delete(name);
  for (const [name, value] of Object.entries(place)) search.set(name, value);
  return `?${search}`;
}
