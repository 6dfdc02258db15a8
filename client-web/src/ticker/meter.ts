const keptMs = 5_000;

/** How much came of something a second, over the last five seconds. */
export class Meter {
  readonly #times: number[] = [];
  readonly #amounts: number[] = [];
  #since: number | null = null;

  add(now: number, amount = 1): void {
    this.#since ??= now;
    this.#times.push(now);
    this.#amounts.push(amount);
    this.#forget(now);
  }

  /** null until there is enough to tell. */
  rate(now: number): number | null {
    this.#forget(now);
    if (this.#since === null || now - this.#since < 1_000) return null;
    const span = Math.min(keptMs, now - this.#since);
    return (this.#amounts.reduce((sum, amount) => sum + amount, 0) * 1_000) / span;
  }

  reset(): void {
    this.#times.length = 0;
    this.#amounts.length = 0;
    this.#since = null;
  }

  #forget(now: number): void {
    while (this.#times.length > 0 && now - (this.#times[0] as number) >= keptMs) {
      this.#times.shift();
      this.#amounts.shift();
    }
  }
}

/** Updates a second in the room, by the room's own clock: its count at two ticks. */
export class RoomRate {
  #from: readonly [tick: number, updates: number] | null = null;
  #rate: number | null = null;

  add(tick: number, updates: number, ticksPerSecond: number): number | null {
    const from = this.#from;
    if (from === null || tick < from[0]) {
      this.#from = [tick, updates];
      this.#rate = null;
    } else if (tick - from[0] >= ticksPerSecond) {
      this.#rate = ((updates - from[1]) * ticksPerSecond) / (tick - from[0]);
      this.#from = [tick, updates];
    }
    return this.#rate;
  }
}
