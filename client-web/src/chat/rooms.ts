import { general, roomNameFrom } from './roomName.ts';

const key = 'chat.rooms';
/** A session is in at most eight rooms; some are kept for other talk. */
export const mostRooms = 5;

/** The rooms of this browser, `general` first. */
export class RoomList {
  readonly #storage: Storage | null;
  #names: readonly string[];

  constructor(storage: Storage | null) {
    this.#storage = storage;
    this.#names = load(storage);
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** False when there are as many as there may be. */
  add(name: string): boolean {
    if (this.#names.includes(name)) return true;
    if (this.#names.length >= mostRooms) return false;
    this.#keep([...this.#names, name]);
    return true;
  }

  remove(name: string): void {
    if (name !== general) this.#keep(this.#names.filter((other) => other !== name));
  }

  #keep(names: readonly string[]): void {
    this.#names = names;
    try {
      this.#storage?.setItem(key, JSON.stringify(names));
    } catch {
      // Without storage the next visit begins with `general` alone.
    }
  }
}

function load(storage: Storage | null): readonly string[] {
  try {
    const read: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    const names = Array.isArray(read) ? read.filter((name) => roomNameFrom(String(name)) === name) : [];
    return [...new Set([general, ...names])].slice(0, mostRooms);
  } catch {
    return [general];
  }
}
