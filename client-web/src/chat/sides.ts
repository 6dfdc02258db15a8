import { element } from '../look/elements.ts';

/** On a narrow screen the lists at the sides come in over the talk, one at a time. */
export class Sides {
  readonly #sides = [element('rooms', HTMLElement), element('people', HTMLElement)];
  readonly #talk = element('talk', HTMLElement);
  readonly #veil = element('veil', HTMLElement);
  readonly #openers = [...document.querySelectorAll<HTMLButtonElement>('[data-open]')];
  readonly #narrow = matchMedia('(max-width: 900px)');
  #open: HTMLElement | null = null;
  #opener: HTMLElement | null = null;

  constructor() {
    for (const opener of this.#openers)
      opener.addEventListener('click', () => this.#show(opener.dataset.open ?? '', opener));
    for (const close of document.querySelectorAll('[data-close]'))
      close.addEventListener('click', () => this.close());
    this.#veil.addEventListener('click', () => this.close());
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    this.#narrow.addEventListener('change', () => this.close());
    this.#apply();
  }

  close(): void {
    const opener = this.#opener;
    const wasOpen = this.#open !== null;
    this.#open = this.#opener = null;
    this.#apply();
    if (wasOpen && this.#narrow.matches) opener?.focus();
  }

  #show(id: string, opener: HTMLElement): void {
    this.#open = this.#sides.find((side) => side.id === id) ?? null;
    this.#opener = opener;
    this.#apply();
    this.#open?.querySelector<HTMLElement>('[data-close]')?.focus();
  }

  #apply(): void {
    for (const side of this.#sides) {
      const isOpen = side === this.#open;
      side.classList.toggle('open', isOpen);
      side.inert = this.#narrow.matches && !isOpen;
    }
    // What lies under the veil is not for the keyboard either.
    this.#talk.inert = this.#open !== null;
    for (const opener of this.#openers)
      opener.setAttribute('aria-expanded', String(opener.dataset.open === this.#open?.id));
    this.#veil.hidden = this.#open === null;
  }
}
