/** An input that was sent and is not yet known to be applied. */
export interface Pending<Input> {
  n: number;
  /** The tick in which the room applies it, as far as we know. */
  tick: number;
  input: Input;
}

/** Inputs on their way, as they were sent. One is sent in each tick, so their objects are used again and again. */
export class PendingInputs<Input> {
  /** The first `count` are on their way, the others are free. */
  readonly #slots: Pending<Input>[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The one that was sent last. */
  get newest(): Pending<Input> | undefined {
    return this.at(this.#count - 1);
  }

  /** By its place from 0, the oldest. */
  at(index: number): Pending<Input> | undefined {
    return index >= 0 && index < this.#count ? this.#slots[index] : undefined;
  }

  push(n: number, tick: number, input: Input): void {
    const free = this.#slots[this.#count];
    if (free === undefined) this.#slots.push({ n, tick, input });
    else {
      free.n = n;
      free.tick = tick;
      free.input = input;
    }
    this.#count++;
  }

  /** Takes the oldest `count` off. They stay as they were until the next is pushed. */
  drop(count: number): void {
    for (let i = count; i < this.#count; i++) {
      const free = this.#slots[i - count] as Pending<Input>;
      this.#slots[i - count] = this.#slots[i] as Pending<Input>;
      this.#slots[i] = free;
    }
    this.#count -= count;
  }

  /** All of them will be applied so many ticks later. */
  move(ticks: number): void {
    for (let i = 0; i < this.#count; i++) (this.#slots[i] as Pending<Input>).tick += ticks;
  }

  clear(): void {
    this.#count = 0;
  }
}
