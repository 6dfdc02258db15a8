import { Button, noAim } from '../../../src/arena/contract.ts';
import type { Helm } from '../../../src/arena/flight.ts';

/** A player at a keyboard: something else is held every now and then. */
export class SimulatedPlayer implements Helm {
  buttons = 0;
  aim = noAim;
  readonly #random: () => number;
  #until = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether something changed. */
  play(now: number): boolean {
    if (now < this.#until) return false;
    const random = this.#random;
    this.#until = now + 120 + random() * 700;
    const turning = random();
    this.buttons =
      (random() < 0.75 ? Button.thrust : 0) |
      (random() < 0.1 ? Button.brake : 0) |
      (random() < 0.35 ? Button.fire : 0) |
      (turning < 0.25 ? Button.left : turning < 0.5 ? Button.right : 0);
    this.aim = turning > 0.75 ? Math.floor(random() * 1024) : noAim;
    return true;
  }
}
