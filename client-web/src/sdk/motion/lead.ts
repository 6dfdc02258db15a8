import { bounded } from './pose.ts';

/** Bounds of a {@link Lead}, in ticks. */
export interface LeadOptions {
  /** How much earlier than the quickest way an input is sent at least. Default 1. */
  readonly minMargin?: number;
  /** And at most. Default 5; the room drops inputs when more than 8 wait. */
  readonly maxMargin?: number;
}

/** Ticks of quiet before the margin shrinks, and how many ticks it then takes to give up one. */
const quietTicks = 300;
const shrinkTicks = 600;
/** The most that one hold-up adds: a stall is not what the next inputs will meet. */
const mostGrowth = 2;
/** Share of the distance that is made up for in a tick, and the bounds of the pace. */
const pull = 0.03;
const mostSlew = 0.1;
/** Ticks too far ahead from which on the player's time stands still: the room is held up, or does not hear of us. */
const tooFar = 12;

/**
 * How far the player's own picture runs ahead of the room, so that each input is there when its tick is made, and about one
 * waits. It grows at once when the room had to go without, by what would have been needed, and shrinks by a tick in 20 s after
 * 10 s in which nothing was missed.
 */
export class Lead {
  readonly #min: number;
  readonly #max: number;
  #margin: number;
  #quiet = 0;

  constructor(options: LeadOptions = {}) {
    this.#min = options.minMargin ?? 1;
    this.#max = Math.max(this.#min, options.maxMargin ?? 5);
    this.#margin = this.#min;
  }

  /** Ticks by which an input is to arrive before it is needed, if nothing holds it up. */
  get margin(): number {
    return this.#margin;
  }

  /** How many ticks pass for the player while `elapsed` pass in the room, with the picture that far from where it should be. */
  pace(elapsed: number, distance: number): number {
    this.#quiet += elapsed;
    if (this.#quiet > quietTicks) this.#margin = Math.max(this.#min, this.#margin - elapsed / shrinkTicks);
    if (distance < -tooFar) return 0;
    return elapsed * (1 + bounded(distance * pull, -mostSlew, mostSlew));
  }

  /** The room went without an input; with so much of a margin it would not have. */
  missed(needed: number): void {
    this.#quiet = 0;
    const grown = Math.min(needed, this.#margin + mostGrowth, this.#max);
    this.#margin = Math.max(this.#margin, grown);
  }
}
