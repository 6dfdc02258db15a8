/** Frames that take longer than this on average, in milliseconds, are too few to play well. */
const tooLong = 27;
/** The share of a new frame in the average, and the frames after a change before it is judged. */
const weight = 0.04;
const settled = 60;

/** Notices that frames stay late, on a machine without a graphics card or an old phone, so that less is drawn in them. */
export class Pace {
  readonly #lowest: number;
  #level = 0;
  #average = 0;
  #frames = 0;

  /** `lowest`: the last level that there is to go down to. */
  constructor(lowest: number) {
    this.#lowest = lowest;
  }

  /** 0 while frames come in time. It never goes back: that would end in going to and fro. */
  get level(): number {
    return this.#level;
  }

  /** A frame has come. Returns whether the level has changed. */
  frame(elapsedMs: number): boolean {
    this.#average += (elapsedMs - this.#average) * weight;
    if (++this.#frames < settled || this.#average <= tooLong || this.#level === this.#lowest) return false;
    this.#level++;
    this.#average = 0;
    this.#frames = 0;
    return true;
  }
}
