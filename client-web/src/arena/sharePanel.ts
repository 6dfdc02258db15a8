import { element } from '../look/elements.ts';
import type { RoomInfo } from '../sdk/index.ts';
import { linkTo } from './address.ts';
import { writeCode } from './roomCode.ts';

/** What friends need: the room's code to be told, and the links to be sent. */
export class SharePanel {
  readonly #dialog = element('share', HTMLDialogElement);
  readonly #code = element('share-code', HTMLElement);
  readonly #invite = element('invite-link', HTMLInputElement);
  readonly #watch = element('watch-link', HTMLInputElement);
  readonly #told = element('share-told', HTMLElement);
  readonly #room: () => RoomInfo | null;

  /** `done`: the keys belong to the game again. */
  constructor(room: () => RoomInfo | null, done: () => void) {
    this.#room = room;
    element('share-button', HTMLButtonElement).addEventListener('click', () => this.open());
    element('share-close', HTMLButtonElement).addEventListener('click', () => this.close());
    this.#dialog.addEventListener('close', done);
    this.#dialog.addEventListener('click', (event) => {
      // Only what lies around the panel is the dialog itself.
      if (event.target === this.#dialog) this.close();
    });
    this.#copies('copy-invite', this.#invite);
    this.#copies('copy-watch', this.#watch);
  }

  open(): void {
    const info = this.#room();
    if (info === null || this.#dialog.open) return;
    this.#code.textContent = writeCode(info.roomId);
    this.#invite.value = linkTo(info, false);
    this.#watch.value = linkTo(info, true);
    this.#told.textContent = '';
    this.#dialog.showModal();
  }

  close(): void {
    if (this.#dialog.open) this.#dialog.close();
  }

  #copies(button: string, link: HTMLInputElement): void {
    link.addEventListener('focus', () => link.select());
    element(button, HTMLButtonElement).addEventListener('click', async () => {
      this.#told.textContent = (await copy(link))
        ? 'Copied. Send it to your friends.'
        : 'The link is selected; copy it from there.';
    });
  }
}

async function copy(link: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link.value);
    return true;
  } catch {
    // A page without TLS has no clipboard, and a reader may have forbidden it.
    link.focus();
    return false;
  }
}
