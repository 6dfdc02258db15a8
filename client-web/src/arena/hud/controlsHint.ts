import { element } from '../../look/elements.ts';
import { Button } from '../contract.ts';

const shownMs = 10_000;
/** Who has done all of it needs no more telling. */
const learnt = Button.thrust | Button.fire;

const keys = 'W thrust · A D turn · S brake · Space fire · or aim and fire with the mouse · Enter chat';
const touch = 'Left thumb steers and thrusts, pulled back it brakes · right thumb fires';
const watchingKeys = '← → another ship';
const watchingTouch = 'Tap for another ship';

/** How to fly, until it was done or ten seconds have passed; it comes back on demand. */
export class ControlsHint {
  readonly #hint = element('hint', HTMLElement);
  readonly #button = element('controls-button', HTMLButtonElement);
  #used = 0;
  #leftMs = 0;
  #isPinned = false;

  constructor(done: () => void) {
    element('start-hint', HTMLElement).textContent = flying();
    this.#button.addEventListener('click', () => {
      this.#pin(!this.isShown);
      done();
    });
    addEventListener('keydown', (event) => {
      if (event.code !== 'KeyH' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('input, dialog') !== null) return;
      this.#pin(!this.isShown);
    });
  }

  get isShown(): boolean {
    return !this.#hint.classList.contains('gone');
  }

  begin(isWatching: boolean): void {
    this.#hint.textContent = isWatching ? watching() : flying();
    this.#used = 0;
    this.#leftMs = shownMs;
    this.#isPinned = false;
    this.#show(true);
  }

  /** Once a frame, with the buttons that are held. */
  update(buttons: number, elapsedMs: number): void {
    if (this.#isPinned || this.#leftMs <= 0) return;
    this.#used |= buttons;
    this.#leftMs = (this.#used & learnt) === learnt ? 0 : this.#leftMs - elapsedMs;
    if (this.#leftMs <= 0) this.#show(false);
  }

  #pin(shown: boolean): void {
    this.#isPinned = shown;
    this.#leftMs = 0;
    this.#show(shown);
  }

  #show(shown: boolean): void {
    this.#hint.classList.toggle('gone', !shown);
    this.#button.setAttribute('aria-pressed', `${shown}`);
  }
}

function flying(): string {
  return hasTouch() ? touch : keys;
}

function watching(): string {
  return hasTouch() ? watchingTouch : watchingKeys;
}

function hasTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
