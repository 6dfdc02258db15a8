/** How many are remembered. */
const kept = 64;

/** The ticks in which the last inputs were applied. */
export class AppliedInputs {
  readonly #numbers = new Int32Array(kept);
  readonly #ticks = new Int32Array(kept);
  #count = 0;

  /** The last one again corrects it. */
  remember(n: number, tick: number): void {
    const previous = (this.#count + kept - 1) % kept;
    const index = this.#count > 0 && this.#numbers[previous] === n ? previous : this.#count++ % kept;
    this.#numbers[index] = n;
    this.#ticks[index] = tick;
  }

  /** Null for one that is not known (any more). */
  tickOf(n: number): number | null {
    const count = Math.min(this.#count, kept);
    for (let i = 0; i < count; i++) if (this.#numbers[i] === n) return this.#ticks[i] as number;
    return null;
  }

  clear(): void {
    this.#count = 0;
  }
}
