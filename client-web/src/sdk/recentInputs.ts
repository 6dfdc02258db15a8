import type { Outgoing } from './codec.ts';

/** As many as the room lets wait for one seat; of more, it drops the oldest anyway. */
export const keptInputs = 8;

/** The last inputs that were said, for saying them again over another connection. */
export class RecentInputs {
  #kept: Outgoing[] = [];

  add(input: Outgoing): void {
    if (this.#kept.length === keptInputs) this.#kept.shift();
    this.#kept.push(input);
  }

  /** Those that the room does not have, in order. */
  after(n: number): readonly Outgoing[] {
    return this.#kept.filter(({ frame }) => (frame[2] as number) > n);
  }

  clear(): void {
    this.#kept = [];
  }
}
