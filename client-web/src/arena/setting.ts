/** A switch that the browser remembers; without storage it holds until the page is left. */
export class Setting {
  readonly #key: string;
  readonly #isOnAtFirst: () => boolean;
  #chosen: boolean | null = null;

  /** `isOnAtFirst` holds until the player chooses. */
  constructor(key: string, isOnAtFirst: () => boolean) {
    this.#key = key;
    this.#isOnAtFirst = isOnAtFirst;
    try {
      const kept = localStorage.getItem(key);
      if (kept !== null) this.#chosen = kept !== 'off';
    } catch {
      // It begins as it does for everyone.
    }
  }

  get isOn(): boolean {
    return this.#chosen ?? this.#isOnAtFirst();
  }

  toggle(): void {
    this.#chosen = !this.isOn;
    try {
      localStorage.setItem(this.#key, this.#chosen ? 'on' : 'off');
    } catch {
      // It holds for now.
    }
  }
}
