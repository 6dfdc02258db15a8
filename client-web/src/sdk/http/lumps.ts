/** Closer together than this, messages came in one piece: a room's ticks are further apart. */
const together = 15;
/** A shorter rest between two pieces delays nobody much. */
const restMs = 250;
/** A network, or a page that is busy, may do the same for a moment. */
const inSuccession = 6;
const messagesOfLump = 3;

/**
 * Tells a stream that something on its way holds back from one that passes: what was sent one by one arrives in lumps, one after
 * the other without end, each when a buffer is full. (nginx with 4 KiB and an arena: twelve ticks at once, every 430 ms.)
 */
export class Lumps {
  #last = Number.NEGATIVE_INFINITY;
  #messages = 0;
  #rested = false;
  #lumps = 0;

  /** A message arrived at that time, in milliseconds; returns whether only lumps have come for so long that it is no chance. */
  arrived(now: number): boolean {
    const pause = now - this.#last;
    this.#last = now;
    if (pause < together) {
      this.#messages++;
      if (this.#rested && this.#messages === messagesOfLump) this.#lumps++;
    } else {
      if (!this.#rested || this.#messages < messagesOfLump) this.#lumps = 0;
      this.#rested = pause >= restMs;
      this.#messages = 1;
    }
    return this.#lumps >= inSuccession;
  }
}
