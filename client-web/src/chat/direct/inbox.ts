import type { Room } from '../../sdk/index.ts';
import { Stay } from '../stay.ts';
import type { InboxRow } from './contract.ts';

export interface InboxListener {
  changed(): void;
  takenOver(): void;
}

/** The player's own room: with whom there is a conversation, and what is unread in it. */
export class Inbox {
  readonly #listener: InboxListener;
  readonly #stay: Stay;
  /** By player, the last message of which the other was told that it is here. */
  readonly #got = new Map<string, number>();

  #rows: readonly Readonly<InboxRow>[] = [];

  constructor(join: () => Room, listener: InboxListener) {
    this.#listener = listener;
    this.#stay = new Stay(join, {
      entered: (room) => room.state.onUpdate(() => this.#updated()),
      ended: () => this.#got.clear(),
      takenOver: () => listener.takenOver(),
      changed: () => listener.changed(),
    });
  }

  /** The conversations, the newest first; another array whenever one of them changed. */
  get rows(): readonly Readonly<InboxRow>[] {
    return this.#rows;
  }

  /** False at a server that has no messenger. */
  get isThere(): boolean {
    return this.#stay.room.info !== null;
  }

  /** The id of the room in which to talk to a player. */
  async open(player: string, name: string): Promise<string> {
    return String(await this.#stay.room.command('open', name === '' ? { player } : { player, name }));
  }

  leave(): Promise<void> {
    return this.#stay.leave();
  }

  #updated(): void {
    const rows = [...this.#stay.room.state.table<InboxRow>('conversations').rows()];
    this.#rows = rows.map(({ fields }) => fields).sort((a, b) => b.at - a.at);
    for (const { player, last, mine, delivered } of this.rows) {
      if (mine !== 0 || last <= Math.max(delivered, this.#got.get(player) ?? 0)) continue;
      this.#got.set(player, last);
      // Refused or lost, it is told with the next message.
      this.#stay.room.command('got', { player, upTo: last }).catch(() => this.#got.delete(player));
    }
    this.#listener.changed();
  }
}
