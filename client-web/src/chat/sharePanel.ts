import { element } from '../look/elements.ts';
import { queryFor } from './roomName.ts';

/** The link to a room. */
export class SharePanel {
  readonly #dialog = element('share', HTMLDialogElement);
  readonly #link = element('invite-link', HTMLInputElement);
  readonly #told = element('copied', HTMLElement);

  constructor(room: () => string) {
    element('invite', HTMLButtonElement).addEventListener('click', () => {
      this.#link.value = location.origin + location.pathname + queryFor('', { room: room() });
      this.#told.textContent = '';
      this.#dialog.showModal();
    });
    element('share-close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', (event) => {
      // Only what lies around the panel is the dialog itself.
      if (event.target === this.#dialog) this.#dialog.close();
    });
    this.#link.addEventListener('focus', () => this.#link.select());
    element('copy', HTMLButtonElement).addEventListener('click', () => void this.#copy());
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#link.value);
      this.#told.textContent = 'Copied. Send it to whom you want to see here.';
    } catch {
      // A page without TLS has no clipboard, and a reader may have forbidden it.
      this.#link.focus();
      this.#told.textContent = 'The link is selected; copy it from there.';
    }
  }
}
