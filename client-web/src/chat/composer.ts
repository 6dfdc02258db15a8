import { element } from '../look/elements.ts';
import { messageLength } from './contract.ts';

/** From so few characters on it is told how many are left. */
const scarce = 60;

/** Line ends become blanks: a message is one line. */
export function asMessage(typed: string): string {
  return typed.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').trim();
}

/** Where messages are written. What is written stays until it is sent. */
export class Composer {
  readonly #form = element('composer', HTMLFormElement);
  readonly #text = element('text', HTMLTextAreaElement);
  readonly #left = element('left', HTMLElement);
  readonly #button = element('send', HTMLButtonElement);
  readonly #send: (text: string) => void;
  readonly #typed: (text: string) => void;

  /** `typed`: what is written has changed and is to be kept. `turn`: the talk is to be scrolled by so many pages. */
  constructor(send: (text: string) => void, typed: (text: string) => void, turn: (pages: number) => void) {
    this.#send = send;
    this.#typed = typed;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'PageUp' || event.key === 'PageDown') {
        event.preventDefault();
        turn(event.key === 'PageUp' ? -1 : 1);
      }
      // While an input method composes, Enter is its own.
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener('input', () => {
      this.#measure();
      this.#typed(this.#text.value);
    });
  }

  open(room: string, draft: string): void {
    this.#text.value = draft;
    this.#text.placeholder = `Message #${room}`;
    this.#measure();
  }

  focus(): void {
    this.#text.focus();
  }

  #submit(): void {
    const text = asMessage(this.#text.value);
    if (text === '' || text.length > messageLength) return;
    this.#text.value = '';
    this.#measure();
    this.#send(text);
    this.#typed('');
  }

  #measure(): void {
    const { length } = asMessage(this.#text.value);
    const left = messageLength - length;
    this.#left.textContent = left > scarce ? '' : left >= 0 ? `${left} left` : `${-left} too many`;
    this.#form.classList.toggle('over', left < 0);
    this.#button.disabled = length === 0 || left < 0;
  }
}
