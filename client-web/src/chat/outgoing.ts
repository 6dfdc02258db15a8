/** Something of ours that the room has not told us yet. */
export interface Unsent {
  readonly id: number;
  readonly text: string;
  /** A sentence when it did not get there; null while it is on its way. */
  readonly problem: string | null;
  /** The room's number for it, once it has answered. */
  readonly key: number | null;
}

/**
 * What was written and is not in the room's talk yet, in order. An answer and the telling of what it answers come over different ways
 * and in either order; whichever is second takes it off the list.
 */
export class Outgoing {
  #items: Unsent[] = [];
  #lastId = 0;
  #told = 0;

  get items(): readonly Unsent[] {
    return this.#items;
  }

  add(text: string, problem: string | null = null): number {
    const id = ++this.#lastId;
    this.#items.push({ id, text, problem, key: null });
    return id;
  }

  /** The room took it and gave it a number. */
  taken(id: number, key: number): void {
    this.#items = this.#items
      .map((item) => (item.id === id ? { ...item, key } : item))
      .filter((item) => item.key === null || item.key > this.#told);
  }

  failed(id: number, problem: string): void {
    this.#items = this.#items.map((item) => (item.id === id ? { ...item, problem } : item));
  }

  /** The room told all something of ours. Without its `text`, only its number says which it is. */
  told(key: number, text: string | null): void {
    this.#told = Math.max(this.#told, key);
    const byKey = this.#items.findIndex((item) => item.key === key);
    const index =
      byKey >= 0
        ? byKey
        : this.#items.findIndex((item) => item.key === null && item.problem === null && item.text === text);
    if (index >= 0) this.#items = this.#items.filter((_, at) => at !== index);
  }

  /** Takes one off the list, whatever became of it. */
  remove(id: number): Unsent | null {
    const found = this.#items.find((item) => item.id === id) ?? null;
    this.#items = this.#items.filter((item) => item.id !== id);
    return found;
  }
}
