import { element } from '../../look/elements.ts';
import { isCalm, onCalm } from '../draw/quality.ts';
import { Setting } from '../setting.ts';

/** Whether hits shake the picture: the player says, and until then what the player tells the system about motion. */
export class ShakeSwitch {
  readonly #button = element('shake-button', HTMLButtonElement);
  readonly #setting: Setting;
  readonly #changed: (isOn: boolean) => void;

  /** `changed` is told at once, too; `done`: the keys belong to the game again. */
  constructor(changed: (isOn: boolean) => void, done: () => void) {
    this.#setting = new Setting('arena.shake', () => !isCalm());
    this.#changed = changed;
    onCalm(() => this.#show());
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
