import type { Helm } from './flight.ts';

/**
 * What the player does in a tick: what is held, and buttons that went down since the last input was sent, so that the quickest
 * tap counts.
 */
export class Helmsman {
  readonly #held: Helm;
  #tapped = 0;

  constructor(held: Helm) {
    this.#held = held;
  }

  /** A button went down or up. */
  changed(): void {
    this.#tapped |= this.#held.buttons;
  }

  now(): Helm {
    const { buttons, aim } = this.#held;
    return { buttons: buttons | this.#tapped, aim };
  }

  /** The room was told, or nobody is there to be told. */
  sent(): void {
    this.#tapped = 0;
  }
}
