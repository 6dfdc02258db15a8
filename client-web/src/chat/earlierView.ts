import { element, write } from '../look/elements.ts';
import { dayDivider } from './lineView.ts';
import { askProblem, count } from './sentences.ts';
import type { Talked } from './talked.ts';
import { type Line, startsDay, startsGroup } from './timeline.ts';

/** Lines that are shown at a time. */
const pageLines = 50;

/** The upper end of the log: what it is the beginning of, or the way to what was said before. */
export class EarlierView {
  readonly #scroll = element('scroll', HTMLElement);
  readonly #log = element('log', HTMLOListElement);
  readonly #beginning = element('beginning', HTMLElement);
  readonly #button = element('earlier', HTMLButtonElement);
  readonly #announcer = element('announcer', HTMLElement);
  readonly #lineView: (line: Line, isLead: boolean) => HTMLElement;
  #talked: Talked | null = null;
  /** The first line that is kept at all, once the room has said so. */
  #firstKept = 0;
  #isAsking = false;
  #problem = '';
  /** Lines that were asked for: who reads them should not have them taken away. */
  shown = 0;

  constructor(lineView: (line: Line, isLead: boolean) => HTMLElement) {
    this.#lineView = lineView;
    this.#button.addEventListener('click', () => void this.#show());
  }

  open(talked: Talked): void {
    this.#talked = talked;
    this.#firstKept = this.shown = 0;
    this.#isAsking = false;
    this.#problem = '';
  }

  /** To be called when the log may begin with another line than before. */
  update(): void {
    const talked = this.#talked;
    if (talked === null) return;
    const first = keyOf(this.#first);
    const end = upperEnd(talked, first, this.#firstKept);
    if (end !== null && document.activeElement === this.#button) this.#takeFocus();
    this.#button.hidden = end !== null;
    write(this.#button, this.#isAsking ? 'Looking for them …' : 'Show earlier messages');
    write(this.#beginning, end ?? this.#problem);
  }

  /** The button goes, but whoever pressed it goes on where it was. */
  #takeFocus(): void {
    this.#log.tabIndex = -1;
    this.#log.addEventListener('blur', () => this.#log.removeAttribute('tabindex'), { once: true });
    this.#log.focus({ preventScroll: true });
  }

  get #first(): HTMLElement | null {
    return this.#log.querySelector<HTMLElement>('.line');
  }

  async #show(): Promise<void> {
    const talked = this.#talked;
    const key = keyOf(this.#first);
    if (talked === null || this.#isAsking) return;
    const known = talked.timeline.before(key, pageLines);
    this.#problem = '';
    if (known.length > 0) this.#prepend(known);
    else if (talked.past !== null) {
      this.#isAsking = true;
      this.update();
      try {
        const { lines, more } = await talked.past.before(key);
        if (talked !== this.#talked) return;
        // What is shown may begin elsewhere by now.
        if (key === keyOf(this.#first)) {
          if (!more) this.#firstKept = lines[0]?.key ?? key;
          this.#prepend(lines);
        }
      } catch (error) {
        if (talked !== this.#talked) return;
        this.#problem = askProblem(error);
        write(this.#announcer, this.#problem);
      }
      this.#isAsking = false;
    }
    this.update();
  }

  /** What is shown already stays where it is. */
  #prepend(lines: readonly Line[]): void {
    const first = this.#first;
    if (first === null || lines.length === 0) return;
    const at = first.querySelector('time')?.dateTime ?? '';
    const place = first.getBoundingClientRect().top;
    const top = this.#log.firstElementChild;
    if (top?.classList.contains('day')) top.remove();
    const added = document.createDocumentFragment();
    let before: Line | null = null;
    for (const line of lines) {
      if (startsDay(line, before)) added.append(dayDivider(line.at));
      added.append(this.#lineView(line, startsGroup(line, before)));
      before = line;
    }
    if (startsDay({ at: Date.parse(at) }, before)) added.append(dayDivider(Date.parse(at)));
    // Nobody wants to be read what was asked for to be looked at.
    this.#log.ariaLive = 'off';
    this.#log.prepend(added);
    this.#scroll.scrollTop += first.getBoundingClientRect().top - place;
    this.shown += lines.length;
    write(this.#announcer, count(lines.length, 'earlier message'));
  }
}

/**
 * What is said above the first line that is shown, of which the number is 0 while there is none; null if more may be asked for.
 * `firstKept`: the number of the first line that is kept at all, 0 while that is not known.
 */
export function upperEnd(
  { beginning, past }: Pick<Talked, 'beginning' | 'past'>,
  first: number,
  firstKept: number,
): string | null {
  if (first === 0 || past?.isBefore(first) !== true) return beginning;
  return first === firstKept ? `Earlier messages are not kept. ${beginning}` : null;
}

/** 0 where there is no line. */
function keyOf(line: HTMLElement | null): number {
  return Number(line?.dataset.key ?? 0);
}
