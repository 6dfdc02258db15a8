/** Lines that are worth a look for a few seconds, oldest first. */
export class FeedLog<T> {
  readonly #most: number;
  readonly #lifeMs: number;
  #lines: { readonly entry: T; readonly until: number }[] = [];

  constructor(most: number, lifeMs: number) {
    this.#most = most;
    this.#lifeMs = lifeMs;
  }

  get entries(): readonly T[] {
    return this.#lines.map(({ entry }) => entry);
  }

  push(entry: T, now: number): void {
    this.#lines.push({ entry, until: now + this.#lifeMs });
    if (this.#lines.length > this.#most) this.#lines = this.#lines.slice(-this.#most);
  }

  /** Whether lines have had their time and went. */
  expire(now: number): boolean {
    const [oldest] = this.#lines;
    if (oldest === undefined || oldest.until > now) return false;
    this.#lines = this.#lines.filter(({ until }) => until > now);
    return true;
  }

  clear(): void {
    this.#lines = [];
  }
}
