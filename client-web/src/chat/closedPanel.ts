import { element } from '../look/elements.ts';

export interface Way {
  readonly label: string;
  readonly testId: string;
  readonly go: () => void;
}

/** In place of the composer, when there is nowhere to write: why, and the ways on. */
export class ClosedPanel {
  readonly #panel = element('closed', HTMLElement);
  readonly #why = element('closed-why', HTMLElement);
  readonly #ways = element('closed-ways', HTMLElement);
  readonly #composer = element('composer', HTMLFormElement);

  show(sentence: string, ways: readonly Way[]): void {
    if (!this.#panel.hidden && this.#why.textContent === sentence) return;
    this.#panel.hidden = false;
    this.#composer.hidden = true;
    this.#why.textContent = sentence;
    this.#ways.replaceChildren(
      ...ways.map(({ label, testId, go }, index) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = label;
        button.className = index === 0 ? 'primary' : '';
        button.dataset.testid = testId;
        button.addEventListener('click', go);
        return button;
      }),
    );
  }

  hide(): void {
    this.#panel.hidden = true;
    this.#composer.hidden = false;
  }
}
