import { Button } from './contract.ts';

const buttons: Readonly<Record<string, number>> = {
  KeyW: Button.thrust,
  ArrowUp: Button.thrust,
  KeyS: Button.brake,
  ArrowDown: Button.brake,
  KeyA: Button.left,
  ArrowLeft: Button.left,
  KeyD: Button.right,
  ArrowRight: Button.right,
  Space: Button.fire,
};

/** Which buttons are held on the keyboard. Keys that go to a form control are left to it. */
export class Keyboard {
  readonly #held = new Set<string>();
  readonly #changed: () => void;
  #buttons = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
    addEventListener('keydown', (event) => this.#down(event));
    addEventListener('keyup', (event) => {
      if (this.#held.delete(event.code)) this.#update();
    });
  }

  /** Asked for several times a frame. */
  get buttons(): number {
    return this.#buttons;
  }

  release(): void {
    this.#held.clear();
    this.#buttons = 0;
  }

  #down(event: KeyboardEvent): void {
    if (buttons[event.code] === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (
      event.target instanceof Element &&
      event.target.closest('input, button, a, textarea, dialog') !== null
    )
      return;
    event.preventDefault();
    if (event.repeat || this.#held.has(event.code)) return;
    this.#held.add(event.code);
    this.#update();
  }

  #update(): void {
    this.#buttons = 0;
    for (const code of this.#held) this.#buttons |= buttons[code] ?? 0;
    this.#changed();
  }
}
