import type { Helm } from './flight.ts';

/**
 * What the player does in a tick: what is held, and buttons that went down since the last input was sent, so that the quickest
 * tap counts.
 */
export class Helmsman {
  readonly #held: Helm;
  #tapped = 0;
  #now: Helm;

  constructor(held: Helm) {
    this.#held = held;
    this.#now = { buttons: held.buttons, aim: held.aim };
  }

  /** A button went down or up. */
  changed(): void {
    this.#tapped |= this.#held.buttons;
  }

  now(): Helm {
    const { aim } = this.#held;
    const buttons = this.#held.buttons | this.#tapped;
    // The same again in most frames, and to be kept by whoever gets it.
    if (buttons !== this.#now.buttons || aim !== this.#now.aim) this.#now = { buttons, aim };
    return this.#now;
  }

  /** The room was told, or nobody is there to be told. */
  sent(): void {
    this.#tapped = 0;
  }
}
