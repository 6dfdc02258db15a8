import { browserSlots, type Release, type Slots } from './slots.ts';

/** Without a connection that may stay open. */
const askEveryMs = 5000;
/** Those that ask share two connections with all else that the tabs load. */
const askWithinMs = 3000;

/** What a page hears. */
export interface Hearing {
  /** Begins, anew if it has begun. Unless `staysOpen`, the first news is to end it; what goes wrong then is made good by the next time. */
  open(staysOpen: boolean): void;
  close(): void;
}

/**
 * A page's own stream, beside those of its sessions, within the connections that all tabs of the browser share: it is open
 * while the page is seen and a connection is free. While none is, it is asked for its news now and then; a page that nobody sees
 * holds nothing and asks nothing.
 */
export class PageStream {
  readonly #hearing: Hearing;
  readonly #slots: Slots;
  #listening: AbortController | null = null;
  #isLeft = false;
  #isRunning = false;
  #slot: Release | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what makes a slot that is still waited for unwanted. */
  #turn = 0;
  #isWaiting = false;

  constructor(hearing: Hearing, slots: Slots = browserSlots()) {
    this.#hearing = hearing;
    this.#slots = slots;
  }

  /** Begins, anew if it has begun. */
  start(): void {
    this.#listening ??= this.#listenToThePage();
    this.#isRunning = this.#isSeen;
    if (this.#isRunning && !this.#isWaiting) void this.#next();
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = null;
    this.#rest();
  }

  get #isSeen(): boolean {
    return !this.#isLeft && (typeof document === 'undefined' || document.visibilityState === 'visible');
  }

  #listenToThePage(): AbortController {
    const listening = new AbortController();
    if (typeof document === 'undefined') return listening;
    const { signal } = listening;
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    // A page that is left may be kept, to come back to.
    addEventListener('pagehide', () => this.#look(true), { signal });
    addEventListener('pageshow', () => this.#look(false), { signal });
    return listening;
  }

  #look(isLeft = this.#isLeft): void {
    this.#isLeft = isLeft;
    if (!this.#isSeen) this.#rest();
    else if (!this.#isRunning) this.start();
  }

  #rest(): void {
    this.#isRunning = false;
    this.#isWaiting = false;
    this.#turn++;
    clearTimeout(this.#timer);
    this.#hearing.close();
    this.#slot?.();
    this.#slot = null;
  }

  async #next(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#slot === null && !(await this.#takeSlot())) return;
    const staysOpen = this.#slot !== null;
    this.#hearing.open(staysOpen);
    if (!staysOpen) this.#timer = setTimeout(() => this.#pause(), askWithinMs);
  }

  /** False when it is not wanted any more. */
  async #takeSlot(): Promise<boolean> {
    const turn = ++this.#turn;
    this.#isWaiting = true;
    const slot = await this.#slots.acquire();
    if (turn !== this.#turn) {
      slot?.();
      return false;
    }
    this.#isWaiting = false;
    this.#slot = slot;
    return true;
  }

  #pause(): void {
    this.#hearing.close();
    this.#timer = setTimeout(() => void this.#next(), askEveryMs - askWithinMs);
  }
}
