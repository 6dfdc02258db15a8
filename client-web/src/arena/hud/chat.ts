import { element } from '../../look/elements.ts';
import { CommandRefusedError, type Room } from '../../sdk/index.ts';
import { ChatLog, chatProblem, type Said, sayLength } from './chatLog.ts';
import { span } from './scoreboard.ts';

const shownWhileOpen = 12;
/** Nobody reads faster. */
const everyMs = 150;
/** An answer that is late is worth a word. */
const slowMs = 1200;

/** The room's talk: Enter opens it, Esc closes it, and what was typed stays until the room has taken it. */
export class Chat {
  readonly #lines = element('chat-lines', HTMLOListElement);
  readonly #form = element('chat-form', HTMLFormElement);
  readonly #text = element('chat-text', HTMLInputElement);
  readonly #problem = element('chat-problem', HTMLElement);
  readonly #button = element('chat-button', HTMLButtonElement);
  readonly #log = new ChatLog();
  readonly #done: () => void;
  #room: Room | null = null;
  #isSending = false;
  #drawn: readonly Said[] = [];
  #drawnAt = Number.NEGATIVE_INFINITY;

  /** `done`: the keys belong to the game again. */
  constructor(done: () => void) {
    this.#done = done;
    this.#text.maxLength = sayLength;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
    this.#button.addEventListener('click', () => {
      if (this.isOpen) this.close();
      else this.open();
    });
    addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.repeat || event.isComposing || this.#room === null) return;
      if (event.target instanceof Element && event.target.closest('input, button, a, dialog') !== null)
        return;
      event.preventDefault();
      this.open();
    });
  }

  get isOpen(): boolean {
    return !this.#form.hidden;
  }

  /** The room that is talked in; null while there is none to talk in. What was typed stays. */
  enter(room: Room | null): void {
    if (room !== this.#room) this.#log.clear();
    this.#room = room;
    if (room === null && this.isOpen) this.close();
  }

  hear(name: string, text: string, own: boolean, now: number): void {
    this.#log.add({ name, text, own, at: now });
  }

  open(): void {
    if (this.#room === null) return;
    this.#form.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#text.focus();
  }

  close(): void {
    this.#form.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    this.#tell('');
    this.#done();
  }

  /** Called in every frame. */
  update(now: number): void {
    if (now - this.#drawnAt < everyMs) return;
    this.#drawnAt = now;
    const lines = this.isOpen ? this.#log.lines.slice(-shownWhileOpen) : this.#log.recent(now);
    if (lines.length > 0 || this.#drawn.length > 0) this.#show(lines);
  }

  #show(lines: readonly Said[]): void {
    const isSame =
      lines.length === this.#drawn.length && lines.every((line, index) => line === this.#drawn[index]);
    if (isSame) return;
    const before = this.#drawn;
    this.#drawn = lines;
    const [first] = lines;
    if (first !== undefined && before.length > 0 && !before.includes(first)) {
      this.#lines.replaceChildren(...lines.map(lineOf));
      return;
    }
    // Only what is new goes in, so that only that is read out.
    for (const line of before) if (!lines.includes(line)) this.#lines.firstElementChild?.remove();
    this.#lines.append(...lines.filter((line) => !before.includes(line)).map(lineOf));
  }

  async #send(): Promise<void> {
    const typed = this.#text.value;
    const text = typed.trim();
    const room = this.#room;
    if (text === '' || room === null) {
      if (text === '') this.close();
      return;
    }
    if (this.#isSending) return;
    this.#isSending = true;
    this.#tell('');
    const slow = setTimeout(() => this.#tell('Still sending …'), slowMs);
    try {
      await room.command('say', { text });
      // Who typed on while it was under way keeps what came after.
      this.#text.value = this.#text.value.startsWith(typed) ? this.#text.value.slice(typed.length) : '';
      if (this.#text.value === '') this.close();
      else this.#tell('');
    } catch (error) {
      this.#tell(chatProblem(error instanceof CommandRefusedError ? error.code : null));
    } finally {
      clearTimeout(slow);
      this.#isSending = false;
    }
  }

  #tell(problem: string): void {
    this.#problem.textContent = problem;
    this.#problem.hidden = problem === '';
  }
}

function lineOf({ name, text, own }: Said): HTMLLIElement {
  const line = document.createElement('li');
  line.classList.toggle('own', own);
  line.append(span('name', name), span('text', text));
  return line;
}
