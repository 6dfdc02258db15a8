import { Button, noAim } from './contract.ts';
import { Keyboard } from './keyboard.ts';
import { Pointers } from './pointers.ts';

/** What the player holds right now, from keys, mouse and touch together. */
export class Controls {
  readonly pointers: Pointers;
  readonly #keyboard: Keyboard;
  #changed: () => void = () => {};

  constructor(surface: HTMLElement) {
    const changed = () => {
      if (this.#keyboard.buttons & (Button.left | Button.right)) this.pointers.forgetMouse();
      this.#changed();
    };
    this.#keyboard = new Keyboard(changed);
    this.pointers = new Pointers(surface, changed);
    const release = () => {
      this.#keyboard.release();
      this.pointers.release();
      this.#changed();
    };
    // Nobody tells of keys that come up while the page does not have them.
    addEventListener('blur', release);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) release();
    });
  }

  get buttons(): number {
    return this.#keyboard.buttons | this.pointers.buttons;
  }

  get aim(): number {
    return this.#keyboard.buttons & (Button.left | Button.right) ? noAim : this.pointers.aim;
  }

  /** Called when a button goes down or up; a moving aim is no change of that kind. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }
}
