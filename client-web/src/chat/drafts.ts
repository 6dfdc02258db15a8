/** What is being written in each room, and what was on its way: kept by the tab, so that a reload loses nothing of it. */
export interface Draft {
  readonly text: string;
  readonly unsent: readonly string[];
}

const empty: Draft = { text: '', unsent: [] };

export class Drafts {
  readonly #storage: Storage | null;

  constructor(storage: Storage | null) {
    this.#storage = storage;
  }

  of(room: string): Draft {
    try {
      const read = JSON.parse(this.#storage?.getItem(keyOf(room)) ?? 'null') as Partial<Draft> | null;
      if (typeof read?.text !== 'string' || !Array.isArray(read.unsent)) return empty;
      return { text: read.text, unsent: read.unsent.filter((text) => typeof text === 'string') };
    } catch {
      return empty;
    }
  }

  keep(room: string, draft: Draft): void {
    try {
      if (draft.text === '' && draft.unsent.length === 0) this.#storage?.removeItem(keyOf(room));
      else this.#storage?.setItem(keyOf(room), JSON.stringify(draft));
    } catch {
      // A full or forbidden storage: what is written is still on the page.
    }
  }
}

function keyOf(room: string): string {
  return `chat.draft.${room}`;
}
