import { element } from '../look/elements.ts';
import { type Ending, type WayOn, wayOnLabels } from './sentences.ts';

const noticeMs = 6000;

/** The one calm sentence: a thin line while things go on by themselves, a panel with ways on when they do not. */
export class StatusPanel {
  readonly #panel = element('status', HTMLElement);
  readonly #line = element('status-line', HTMLElement);
  readonly #actions = element('status-actions', HTMLElement);
  readonly #chosen: (way: WayOn) => void;
  #notice = '';
  /** The ways that have buttons now. */
  #shown = '';
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(chosen: (way: WayOn) => void) {
    this.#chosen = chosen;
  }

  /** A sentence in passing; it gives way to whatever {@link line} has to say. */
  notice(sentence: string): void {
    this.#notice = sentence;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => {
      this.#notice = '';
    }, noticeMs);
  }

  /** An empty sentence takes the line away, unless there is a notice. */
  line({ sentence, ways }: Ending): void {
    const text = sentence || this.#notice;
    this.#panel.classList.remove('ending');
    this.#panel.hidden = text === '';
    // The same text again would be read out again.
    if (this.#line.textContent !== text) this.#line.textContent = text;
    const shown = ways.join();
    // Buttons that are made anew lose the focus.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#actions.replaceChildren(...ways.map((way) => this.#button(way)));
  }

  ending({ sentence, ways }: Ending): void {
    this.#panel.hidden = false;
    this.#panel.classList.add('ending');
    this.#line.textContent = sentence;
    this.#shown = 'ending';
    const buttons = ways.map((way) => this.#button(way));
    if (buttons[0] !== undefined) buttons[0].className = 'primary';
    this.#actions.replaceChildren(...buttons, toLobby());
    // The panel, not its button: a fire key held down must not press what has just appeared.
    this.#panel.focus();
  }

  #button(way: WayOn): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = wayOnLabels[way];
    button.dataset.testid = testIds[way];
    button.addEventListener('click', () => this.#chosen(way));
    return button;
  }
}

function toLobby(): HTMLAnchorElement {
  const link = document.createElement('a');
  link.className = 'to-lobby';
  link.href = '/';
  link.textContent = 'Back to the lobby';
  return link;
}

const testIds: Readonly<Record<WayOn, string>> = {
  tryNow: 'try-now',
  leave: 'leave',
  playHere: 'play-here',
  secondGuest: 'second-guest',
  findRoom: 'find-room',
  joinAgain: 'join-again',
  watch: 'watch',
  otherCode: 'other-code',
  startAgain: 'start-again',
  reload: 'reload',
};
