import { element } from '../../look/elements.ts';
import { Setting } from '../setting.ts';

/** Whether hits shake the picture: the player says, and at first what the player told the system about motion. */
export class ShakeSwitch {
  readonly #button = element('shake-button', HTMLButtonElement);
  readonly #setting: Setting;
  readonly #changed: (isOn: boolean) => void;

  /** `changed` is told at once, too; `done`: the keys belong to the game again. */
  constructor(isOnAtFirst: boolean, changed: (isOn: boolean) => void, done: () => void) {
    this.#setting = new Setting('arena.shake', isOnAtFirst);
    this.#changed = changed;
    this.#button.addEventListener('click', () => {
      this.#setting.toggle();
      this.#show();
      done();
    });
    this.#show();
  }

  #show(): void {
    const { isOn } = this.#setting;
    this.#button.setAttribute('aria-pressed', `${isOn}`);
    this.#button.setAttribute('aria-label', isOn ? 'Screen shake is on' : 'Screen shake is off');
    this.#changed(isOn);
  }
}
