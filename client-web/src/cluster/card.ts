import { make, write } from '../look/elements.ts';
import type { Chip } from './chip.ts';
import type { CardView, Figure } from './view.ts';

const words = { drain: 'Drain', kill: 'Kill' } as const;
export type End = keyof typeof words;

/** How long a button that asks back waits for the second press. */
const armedMs = 4000;

/** One node. */
export class Card {
  readonly element = make('article', 'card');
  readonly rooms = make('div', 'rooms');
  readonly #beside = make('span', 'beside');
  readonly #status = make('span', 'status');
  readonly #figures = make('dl', 'figures');
  readonly #note = make('p', 'note');
  readonly #buttons = make('div', 'buttons');
  readonly #ends: readonly HTMLButtonElement[];

  constructor(
    readonly name: string,
    private readonly end: (name: string, how: End) => void,
    private readonly asksBack: () => boolean,
  ) {
    const title = make('h2', '', name);
    title.id = `node-${crypto.randomUUID()}`;
    this.element.setAttribute('aria-labelledby', title.id);
    this.element.dataset.testid = 'node';
    this.element.dataset.node = name;
    const head = make('div', 'head');
    head.append(title, this.#status);
    this.#ends = (['drain', 'kill'] as const).map((how) => this.#button(how));
    this.#buttons.append(...this.#ends);
    this.element.append(head, this.#beside, this.#figures, this.rooms, this.#note, this.#buttons);
  }

  show(view: CardView, chips: readonly Chip[]): void {
    write(this.#beside, view.beside);
    write(this.#status, view.status);
    this.element.dataset.tone = view.tone;
    this.#showFigures(view.figures);
    write(this.#note, view.note);
    this.#buttons.hidden = view.tone === 'dead';
    for (const button of this.#ends) button.disabled = !view.canEnd;
    chips.forEach(({ element }, i) => {
      if (this.rooms.children[i] !== element)
        this.rooms.insertBefore(element, this.rooms.children[i] ?? null);
    });
  }

  #showFigures(figures: readonly Figure[]): void {
    if (this.#figures.children.length !== figures.length) {
      this.#figures.replaceChildren(
        ...figures.map(({ name }) => {
          const figure = make('div', '');
          figure.append(make('dt', '', name), make('dd', 'value'), make('dd', 'of'));
          return figure;
        }),
      );
    }
    figures.forEach(({ value, beside }, i) => {
      const [, big, small] = this.#figures.children[i]?.children ?? [];
      if (big instanceof HTMLElement) write(big, value);
      if (small instanceof HTMLElement) write(small, beside);
    });
  }

  #button(how: End): HTMLButtonElement {
    const label = `${words[how]} ${this.name}`;
    const button = make('button', how, words[how]);
    button.type = 'button';
    button.setAttribute('aria-label', label);
    button.dataset.testid = how;
    let armed: ReturnType<typeof setTimeout> | undefined;
    const disarm = () => {
      clearTimeout(armed);
      armed = undefined;
      button.textContent = words[how];
      button.setAttribute('aria-label', label);
    };
    button.addEventListener('click', () => {
      if (this.asksBack() && armed === undefined) {
        button.textContent = 'Sure?';
        button.setAttribute('aria-label', `${label}: press again to do it`);
        armed = setTimeout(disarm, armedMs);
        return;
      }
      disarm();
      this.end(this.name, how);
    });
    return button;
  }
}
