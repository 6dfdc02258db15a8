/** A switch that the browser remembers; without storage it holds until the page is left. */
export class Setting {
  readonly #key: string;
  #isOn: boolean;

  constructor(key: string, isOnAtFirst: boolean) {
    this.#key = key;
    this.#isOn = isOnAtFirst;
    try {
      const kept = localStorage.getItem(key);
      if (kept !== null) this.#isOn = kept !== 'off';
    } catch {
      // It begins as it does for everyone.
    }
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  toggle(): void {
    this.#isOn = !this.#isOn;
    try {
      localStorage.setItem(this.#key, this.#isOn ? 'on' : 'off');
    } catch {
      // It holds for now.
    }
  }
}
