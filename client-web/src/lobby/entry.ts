import { tabMemory } from '../arena/tabMemory.ts';
import { byId, element, write } from '../look/elements.ts';
import { offerName, problemWith } from '../look/names.ts';
import { playerProblem } from '../look/sentences.ts';
import { PlayerError, type Players } from '../sdk/index.ts';

const isItYou = 'That name is somebody’s. Is it you? Say its passphrase.';
const passphraseCodes = new Set(['name_claimed', 'wrong_passphrase', 'bad_passphrase']);

/** The name to play under, and the passphrase that makes it one's own. */
export class Entry {
  readonly #players: Players;
  readonly #name = element('name', HTMLInputElement);
  readonly #keep = element('keep', HTMLDetailsElement);
  readonly #passphrase = element('passphrase', HTMLInputElement);
  readonly #buttons = [element('play', HTMLButtonElement), element('keep-button', HTMLButtonElement)];

  constructor(players: Players) {
    this.#players = players;
    const asked = new URLSearchParams(location.search).get('name');
    this.#name.value = asked ?? players.current?.name ?? offerName();
    this.#name.addEventListener('input', () => this.#showKept());
    element('entry', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#go(event.submitter !== byId('keep-button'));
    });
    this.#showKept();
    // Another page was told that the name is somebody's.
    if (asked !== null && !this.#isKept) this.#askForPassphrase(isItYou);
  }

  get #wished(): string {
    return this.#name.value.trim();
  }

  get #isKept(): boolean {
    const { current } = this.#players;
    return current?.claimed === true && current.name === this.#wished;
  }

  async #go(toPlay: boolean): Promise<void> {
    const problem = problemWith(this.#wished);
    this.#tell(problem ?? '', this.#name);
    if (problem !== null) return;
    // What a password manager put into the closed part is not meant for a name that is only passing.
    const passphrase = this.#keep.open && !this.#isKept ? this.#passphrase.value : '';
    if (!toPlay && passphrase === '') {
      this.#tell('Think of a passphrase of 8 characters or more.', this.#passphrase);
      return;
    }
    this.#wait(true);
    try {
      if (passphrase !== '') await this.#players.register(this.#wished, { passphrase });
      else if (this.#players.current?.name !== this.#wished) await this.#players.register(this.#wished);
      // The arena goes straight to the game, as after a reload.
      tabMemory.remember(toPlay);
      // It may be another player from here on, so that all of the page is another's.
      location.assign(toPlay ? '/arena' : '/');
    } catch (error) {
      this.#refused(error instanceof PlayerError ? error.code : 'network');
    } finally {
      this.#wait(false);
    }
  }

  #refused(code: string): void {
    if (code === 'name_claimed') this.#askForPassphrase(isItYou);
    else this.#tell(playerProblem(code), passphraseCodes.has(code) ? this.#passphrase : this.#name);
  }

  #askForPassphrase(sentence: string): void {
    this.#keep.open = true;
    write(byId('keep-title'), 'It is me');
    write(byId('keep-button'), 'Sign in');
    this.#tell(sentence, this.#passphrase);
    this.#keep.scrollIntoView({ block: 'nearest' });
  }

  /** An empty sentence takes the last one back. */
  #tell(sentence: string, field: HTMLInputElement): void {
    write(byId('name-problem'), sentence);
    for (const each of [this.#name, this.#passphrase])
      each.toggleAttribute('aria-invalid', sentence !== '' && each === field);
    if (sentence === '') return;
    field.focus();
    field.select();
  }

  #showKept(): void {
    this.#keep.hidden = this.#isKept;
    byId('kept').hidden = !this.#isKept;
    write(byId('keep-title'), 'Keep this name');
    write(byId('keep-button'), 'Keep it');
  }

  #wait(waiting: boolean): void {
    for (const button of this.#buttons) button.disabled = waiting;
  }
}
