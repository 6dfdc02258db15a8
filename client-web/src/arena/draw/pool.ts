interface Aging {
  age: number;
  life: number;
}

/** A fixed number of short-lived things that are used again and again: frames make no garbage. */
export class Pool<T extends Aging> {
  readonly #items: readonly T[];
  #next = 0;

  constructor(size: number, make: () => T) {
    this.#items = Array.from({ length: size }, make);
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** The one that was taken longest ago, new born; the caller sets the rest. */
  take(life: number): T {
    const item = this.#items[this.#next] as T;
    this.#next = (this.#next + 1) % this.#items.length;
    item.age = 0;
    item.life = life;
    return item;
  }

  clear(): void {
    for (const item of this.#items) item.age = item.life;
  }
}
