import { element } from '../look/elements.ts';
import { EarlierView } from './earlierView.ts';
import { dayDivider, divider, type LineActions, lineView } from './lineView.ts';
import { count } from './sentences.ts';
import type { Talked } from './talked.ts';
import { keptLines, type Line, startsDay, startsGroup } from './timeline.ts';
import { UnsentList } from './unsentList.ts';

/** So near to the end the log goes on following it, in pixels. */
const nearEnd = 60;
/** Old lines go out so many at once, for all that stay move up. */
const trimmed = 100;
/** Lines a second from which on they are summed up rather than read out one by one. */
const readable = 3;
const summaryMs = 5000;
/** Lines at the end that are drawn whether or not they are in sight: more than fit on a screen. */
const near = 30;

/** The talk of the open room: everything that came since the last frame goes in at once. */
export class LogView {
  readonly #scroll = element('scroll', HTMLElement);
  readonly #log = element('log', HTMLOListElement);
  readonly #unsent = new UnsentList();
  readonly #jump = element('jump', HTMLButtonElement);
  readonly #footnote = element('footnote', HTMLElement);
  readonly #actions: LineActions;
  readonly #announcer = element('announcer', HTMLElement);
  readonly #earlier = new EarlierView((line, isLead) =>
    lineView(line, isLead, this.#talked === null ? null : this.#actionsIn(this.#talked)),
  );
  #talked: Talked | null = null;
  #before: Line | null = null;
  #follows = true;
  #hasGrown = false;
  #below = 0;
  #rate = 0;
  #rateAt = 0;
  #unannounced = 0;
  #announcedAt = 0;

  /** `actions`: what may be done with lines of one's own, where they may be changed. */
  constructor(actions: LineActions) {
    this.#actions = actions;
    this.#scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#jump.addEventListener('click', () => this.toEnd());
    // A keyboard that comes up, or a composer that grows, takes from the bottom.
    new ResizeObserver(() => {
      if (this.#follows) this.#scroll.scrollTop = this.#scroll.scrollHeight;
    }).observe(this.#scroll);
  }

  open(talked: Talked): void {
    this.#talked = talked;
    this.#clear();
    this.#log.classList.toggle('editable', talked.isEditable);
    this.#earlier.open(talked);
    this.#follows = true;
    this.#redraw();
  }

  toEnd(): void {
    this.#follows = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#showBelow(0);
  }

  turn(pages: number): void {
    this.#scroll.scrollTop += pages * 0.85 * this.#scroll.clientHeight;
  }

  /** To be called in a frame in which something may have changed; `settle` is to come after everything else is drawn in it. */
  update(now: number): void {
    const talked = this.#talked;
    if (talked === null) return;
    const { timeline } = talked;
    if (this.#before !== null && timeline.lastKey < this.#before.key) this.#clear();
    const lines = timeline.after(this.#before?.key ?? 0);
    if (lines.length > 0) this.#append(talked, lines, now);
    for (const line of timeline.takeChanged()) this.#replace(talked, line);
    this.#earlier.update();
    const hasUnsent = this.#unsent.show(talked, () => this.#redraw());
    const hasFootnote = this.#showFootnote(talked);
    if (lines.length > 0 || hasUnsent || hasFootnote) this.#hasGrown = true;
    if (this.#follows) {
      if (!document.hidden) talked.seenKey = timeline.lastKey;
    } else if (lines.length > 0) this.#showBelow(this.#below + lines.length);
    this.#summarise(now);
  }

  /** Goes on following the end. To ask how long the log is has the page laid out: once in a frame, at its end. */
  settle(): void {
    if (this.#hasGrown && this.#follows) this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#hasGrown = false;
  }

  #redraw(): void {
    this.update(performance.now());
    this.settle();
  }

  #append(talked: Talked, lines: readonly Line[], now: number): void {
    const isFirst = this.#before === null;
    this.#pace(isFirst ? 0 : lines.length, now);
    const added = document.createDocumentFragment();
    for (const line of lines) {
      const before = this.#before;
      const { newAfter } = talked;
      if (startsDay(line, before)) added.append(dayDivider(line.at));
      if (line.afterGap) added.append(divider('Some messages in between were not kept', 'gap'));
      const isNew = newAfter !== null && line.key > newAfter && (before === null || before.key <= newAfter);
      if (isNew && !line.own) {
        this.#log.querySelector('.new')?.remove();
        added.append(divider('New', 'new'));
      }
      if (isNew) talked.newAfter = null;
      added.append(lineView(line, isNew || startsGroup(line, before), this.#actionsIn(talked)));
      this.#before = line;
    }
    this.#log.append(added);
    this.#pass();
    this.#trim();
  }

  #replace(talked: Talked, line: Line): void {
    const shown = this.#log.querySelector(`[data-key="${line.key}"]`);
    if (shown === null) return;
    const isLead = shown.classList.contains('lead-line');
    shown.replaceWith(lineView(line, isLead, this.#actionsIn(talked)));
  }

  #actionsIn(talked: Talked): LineActions | null {
    return talked.isEditable ? this.#actions : null;
  }

  #showFootnote({ footnote }: Talked): boolean {
    if (this.#footnote.textContent === footnote) return false;
    this.#footnote.textContent = footnote;
    return true;
  }

  /** Lines that are far from the end need not be drawn while nobody sees them. Near it their true heights count, or the end is missed. */
  #pass(): void {
    let line = this.#log.children.item(this.#log.childElementCount - near - 1);
    for (; line !== null && !line.classList.contains('past'); line = line.previousElementSibling)
      line.classList.add('past');
  }

  #trim(): void {
    let surplus = this.#log.childElementCount - keptLines;
    // Who reads what is old should not have it taken away; but not without end.
    if (surplus < (this.#follows ? trimmed : keptLines + this.#earlier.shown)) return;
    this.#earlier.shown = 0;
    const before = this.#follows ? 0 : this.#scroll.scrollHeight;
    for (; surplus > 0; surplus--) this.#log.firstElementChild?.remove();
    if (!this.#follows) this.#scroll.scrollTop -= before - this.#scroll.scrollHeight;
  }

  #clear(): void {
    this.#log.replaceChildren();
    this.#unsent.clear();
    this.#before = null;
    this.#earlier.shown = 0;
    this.#showBelow(0);
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    this.#follows = scrollHeight - scrollTop - clientHeight < nearEnd;
    if (this.#follows) this.#showBelow(0);
  }

  #showBelow(lines: number): void {
    if (lines === this.#below && lines > 0) return;
    this.#below = lines;
    this.#jump.hidden = lines === 0;
    if (lines > 0) this.#jump.textContent = `${count(lines, 'new message')} ↓`;
  }

  /** A voice that reads fifty lines a second reads none. */
  #pace(lines: number, now: number): void {
    const elapsed = Math.max(0, now - this.#rateAt) / 1000;
    this.#rateAt = now;
    this.#rate = this.#rate * Math.exp(-elapsed / 2) + lines / 2;
    const live = this.#rate > readable ? 'off' : 'polite';
    if (this.#log.ariaLive !== live) this.#log.ariaLive = live;
    if (live === 'off') this.#unannounced += lines;
  }

  #summarise(now: number): void {
    if (this.#unannounced === 0 || now - this.#announcedAt < summaryMs) return;
    this.#announcer.textContent = count(this.#unannounced, 'new message');
    this.#unannounced = 0;
    this.#announcedAt = now;
  }
}
