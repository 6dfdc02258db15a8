/** Frames that take longer than this on average, in milliseconds, are too few to play well. */
const tooLong = 27;
/** Frames that take no longer than this leave room for more. */
const plenty = 20;
/** The share of a new frame in the average, and the frames after a change before it is judged. */
const weight = 0.04;
const settled = 60;
/** A step down that leaves more than this share of the average gave up something for nothing. */
const worthIt = 0.85;
/** After a step in vain there is no other, unless frames take so many times as long as they did then. */
const muchWorse = 1.3;
/** So many frames in time, one after the other, before one step back up is tried; each try makes it twice as many. */
const goodSpell = 1800;

/**
 * Notices that frames stay late, on a machine without a graphics card or an old phone, so that less is drawn in them. Where that makes
 * no difference, as on a device that shows 30 frames a second whatever they cost, what was given up is taken back.
 */
export class Pace {
  readonly #lowest: number;
  #level = 0;
  #average = 0;
  #frames = 0;
  /** The average before the last step down, until that is judged. */
  #before = 0;
  #useless = 0;
  #inTime = 0;
  #spell = goodSpell;

  /** `lowest`: the last level that there is to go down to. */
  constructor(lowest: number) {
    this.#lowest = lowest;
  }

  /** 0 while frames come in time. */
  get level(): number {
    return this.#level;
  }

  /** A frame has come. Returns whether the level has changed. */
  frame(elapsedMs: number): boolean {
    // The first ones count for as much as there are of them, or an average that begins at 0 would flatter each step.
    this.#average += (elapsedMs - this.#average) * Math.max(weight, 1 / ++this.#frames);
    this.#inTime = this.#average <= plenty ? this.#inTime + 1 : 0;
    if (this.#frames < settled) return false;
    if (this.#before > 0 && this.#average > this.#before * worthIt) {
      this.#useless = this.#before;
      return this.#go(-1);
    }
    this.#before = 0;
    if (this.#average > Math.max(tooLong, this.#useless * muchWorse) && this.#level < this.#lowest) {
      const average = this.#average;
      this.#go(1);
      this.#before = average;
      return true;
    }
    if (this.#level === 0 || this.#inTime < this.#spell) return false;
    this.#spell *= 2;
    return this.#go(-1);
  }

  #go(step: 1 | -1): boolean {
    this.#level += step;
    this.#average = this.#frames = this.#before = this.#inTime = 0;
    return true;
  }
}
