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

/** The address' query for a room; what else is in it stays. */
export function queryFor(before: string, name: string): string {
  const search = new URLSearchParams(before);
  search.set('room', name);
  return `?${search}`;
}
