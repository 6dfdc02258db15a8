import { element } from '../look/elements.ts';
import { messageLength } from './contract.ts';

/** From so few characters on it is told how many are left. */
const scarce = 60;

/** Line ends become blanks: a message is one line. */
export function asMessage(typed: string): string {
  return typed.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').trim();
}

export interface ComposerListener {
  send(text: string): void;
  /** What is written has changed and is to be kept. */
  typed(text: string): void;
  /** What was said is to be said otherwise. */
  change(key: number, text: string): void;
  /** The talk is to be scrolled by so many pages. */
  turn(pages: number): void;
}

/** Where messages are written, and changed. What is written stays until it is sent. */
export class Composer {
  readonly #form = element('composer', HTMLFormElement);
  readonly #text = element('text', HTMLTextAreaElement);
  readonly #left = element('left', HTMLElement);
  readonly #button = element('send', HTMLButtonElement);
  readonly #editing = element('editing', HTMLElement);
  readonly #listener: ComposerListener;
  /** The message that is being changed, and what was being written before. */
  #edited: { readonly key: number; readonly draft: string } | null = null;

  constructor(listener: ComposerListener) {
    this.#listener = listener;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener('keydown', (event) => this.#key(event));
    this.#text.addEventListener('input', () => {
      this.#measure();
      if (this.#edited === null) listener.typed(this.#text.value);
    });
    element('stop-editing', HTMLButtonElement).addEventListener('click', () => this.#stopEditing());
  }

  open(title: string, draft: string): void {
    this.#edited = null;
    this.#text.placeholder = `Message ${title}`;
    this.#write(draft);
  }

  focus(): void {
    this.#text.focus();
  }

  edit(key: number, text: string): void {
    this.#edited = { key, draft: this.#edited?.draft ?? this.#text.value };
    this.#write(text);
    this.#text.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      this.#listener.turn(event.key === 'PageUp' ? -1 : 1);
    }
    if (event.key === 'Escape' && this.#edited !== null) {
      event.stopPropagation();
      this.#stopEditing();
    }
    // While an input method composes, Enter is its own.
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit(): void {
    const text = asMessage(this.#text.value);
    if (text === '' || text.length > messageLength) return;
    const edited = this.#edited;
    if (edited !== null) {
      this.#stopEditing();
      this.#listener.change(edited.key, text);
      return;
    }
    this.#write('');
    this.#listener.send(text);
    this.#listener.typed('');
  }

  #stopEditing(): void {
    const draft = this.#edited?.draft ?? '';
    this.#edited = null;
    this.#write(draft);
    this.#text.focus();
  }

  #write(text: string): void {
    this.#text.value = text;
    this.#editing.hidden = this.#edited === null;
    this.#measure();
  }

  #measure(): void {
    const { length } = asMessage(this.#text.value);
    const left = messageLength - length;
    this.#left.textContent = left > scarce ? '' : left >= 0 ? `${left} left` : `${-left} too many`;
    this.#form.classList.toggle('over', left < 0);
    this.#button.disabled = length === 0 || left < 0;
  }
}
