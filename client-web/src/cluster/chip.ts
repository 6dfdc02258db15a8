import { make, write } from '../look/elements.ts';
import { type ChipView, seconds } from './view.ts';

/** For so long a room that moved says after how long it went on. */
const landedMs = 20_000;

/** One room. It keeps its element when it goes to another node. */
export class Chip {
  readonly element = make('a', 'chip');
  readonly #title = make('span', 'chip-title');
  readonly #facts = make('span', 'chip-facts');
  readonly #tick = make('span', 'chip-facts');
  readonly #badge = make('span', 'chip-badge');
  #fineAt = performance.now();
  #isWaiting = false;
  #landed: { readonly at: number; readonly words: string } | null = null;

  constructor(id: string) {
    this.element.dataset.testid = 'room';
    this.element.dataset.room = id;
    this.element.append(this.#title, this.#badge, this.#facts, this.#tick);
  }

  show(view: ChipView, now: number): void {
    write(this.#title, view.title);
    write(this.#facts, view.facts);
    write(this.#tick, view.tick);
    if (view.href === null) this.element.removeAttribute('href');
    else if (this.element.getAttribute('href') !== view.href) this.element.href = view.href;
    if (!view.isWaiting) this.#fineAt = now;
    this.#isWaiting = view.isWaiting;
    this.element.dataset.state = view.isWaiting ? 'waiting' : 'fine';
    this.count(now);
  }

  /** It went on after a pause. */
  landed(pauseMs: number, now: number): void {
    this.#landed = { at: now, words: `went on after ${seconds(pauseMs)}` };
    this.count(now);
  }

  /** Brings the time it shows up to now. */
  count(now: number): void {
    if (this.#isWaiting) {
      this.#landed = null;
      write(this.#badge, `silent for ${seconds(now - this.#fineAt)}`);
    } else {
      if (this.#landed !== null && now - this.#landed.at > landedMs) this.#landed = null;
      write(this.#badge, this.#landed?.words ?? '');
    }
    this.element.classList.toggle('landed', this.#landed !== null);
  }
}
