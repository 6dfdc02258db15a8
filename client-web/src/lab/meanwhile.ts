/** Before that, a few updates more or less would make all the difference. */
const leastMs = 1000;

/** What a guest hears from when upgrades are blocked until they are let through. */
export class Meanwhile {
  #from: { readonly updates: number; readonly at: number } | null = null;
  #updatesPerSecond: number | null = null;

  /** `updates` that came so far, at a time in milliseconds. */
  begin(updates: number, at: number): void {
    this.#from = { updates, at };
    this.#updatesPerSecond = null;
  }

  see(updates: number, at: number): void {
    if (this.#from === null || at - this.#from.at < leastMs) return;
    this.#updatesPerSecond = ((updates - this.#from.updates) * 1000) / (at - this.#from.at);
  }

  /** What was measured stays. */
  end(): void {
    this.#from = null;
  }

  /** Null until something was measured. */
  get updatesPerSecond(): number | null {
    return this.#updatesPerSecond;
  }
}
