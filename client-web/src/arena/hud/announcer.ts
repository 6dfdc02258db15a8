import { element } from '../../look/elements.ts';

const kept = 4;

/** Tells readers of the screen what concerns them; the feed beside the picture tells far more than anyone can listen to. */
export class Announcer {
  readonly #log = element('announcer', HTMLElement);

  say(sentence: string): void {
    const line = document.createElement('p');
    line.textContent = sentence;
    this.#log.append(line);
    while (this.#log.childElementCount > kept) this.#log.firstElementChild?.remove();
  }
}
