import { at, bounded } from './pose.ts';

/** Bounds and pace of a {@link JitterBuffer}. */
export interface JitterBufferOptions {
  /** Ticks a second. */
  readonly tickRate: number;
  /** The least delay in ticks, 1 by default; not below 1, as there must be a later state to move towards. */
  readonly minDelay?: number;
  /** The most delay in ticks, 10 by default. What comes later than that finds the buffer empty. */
  readonly maxDelay?: number;
  /** For how long things move on as they did when the buffer is empty, milliseconds, 100 by default. */
  readonly extrapolateMs?: number;
}

/** Arrivals that are remembered: 8.5 s at 30 a second. */
const kept = 256;
/** Frames closer together than this, in milliseconds, came in one go: their lateness has one cause and counts once. */
const burstMs = 2;
/** Share of the arrivals that the delay covers. */
const covered = 0.985;
/** Ticks on top, for the grain of frames and timers. */
const slack = 0.25;
/** Lateness is counted in bins of this many ticks. */
const bin = 0.125;
const bins = 128;
/** Ticks a second by which the delay shrinks when less would do. */
const shrink = 0.3;
/**
 * A hold-up that passed is no reason to stay late: when the arrivals of this time, if there are so many, need so many ticks less than
 * all that are remembered, they alone count. While the delay is that much too long, it shrinks by more ticks a second.
 */
const calmMs = 3000;
const calmArrivals = 20;
const tooLong = 2;
const quickShrink = 2;
/** States farther apart than this, in ticks, tell of a quiet room and not of its pace. */
const quiet = 6;
/** A difference to what is expected, in ticks, that only a room that began anew or was held up for long can explain. */
const strange = 60;
/** When everything in this time, of so many arrivals, is late by so many ticks, the room lost time and the past says nothing. */
const recentMs = 1000;
const recentArrivals = 6;
const shifted = 2;
/** How fast the picture catches up or falls back: share of the distance a tick, and the bounds of its speed. */
const pull = 0.04;
const fastest = 0.1;
const slowest = -0.3;
/** A picture so many ticks too early stands still. */
const tooEarly = -5;
/** Milliseconds after which an empty buffer means that nothing moves, and in which things then go to their last place. */
const restAfterMs = 600;
const restMs = 300;

/**
 * Decides which tick of the past is shown, so that there is nearly always a later state to move towards: `delay` ticks behind
 * the newest state as it would be had it come without any hold-up. The delay is the gap between two states plus what all but
 * the latest few of the last arrivals needed; it grows at once and shrinks by 0.3 ticks a second, or by 2 while it is far too
 * long for the last 3 s.
 *
 * It needs no clock of the room: the earliest arrivals of the last seconds say when a tick is due. Memory: 256 arrivals.
 */
export class JitterBuffer {
  /** Frames shown so far, and how many of them found the buffer empty: the tick to be shown was later than the newest state. */
  frames = 0;
  emptyFrames = 0;

  readonly #perMs: number;
  readonly #minDelay: number;
  readonly #maxDelay: number;
  readonly #extrapolate: number;
  /** Of each arrival (of all that came in one go): when, and tick minus local time in ticks, of the first and the best. */
  readonly #times = new Float64Array(kept);
  readonly #first = new Float64Array(kept);
  readonly #best = new Float64Array(kept);
  readonly #histogram = new Int32Array(bins);
  #arrivals = 0;
  /** Arrivals that count for nothing any more. */
  #forgotten = 0;
  #due = Number.NEGATIVE_INFINITY;
  #gap = 1;
  #newest = 0;
  #delay: number;
  #tick = 0;
  /** Not a number before the first frame. */
  #advancedAt = Number.NaN;
  #ahead = 0;

  constructor(options: JitterBufferOptions) {
    this.#perMs = options.tickRate / 1000;
    this.#minDelay = Math.max(1, options.minDelay ?? 1);
    this.#maxDelay = Math.max(this.#minDelay, options.maxDelay ?? 10);
    this.#extrapolate = (options.extrapolateMs ?? 100) * this.#perMs;
    this.#delay = Math.min(this.#maxDelay, this.#minDelay + 1);
  }

  /** Ticks between the newest state, had it come without any hold-up, and what is shown. */
  get delay(): number {
    return this.#delay;
  }

  /** The tick to show, with a fraction; it never goes back, but for a room that begins anew. */
  get tick(): number {
    return this.#tick;
  }

  /** The tick of the state that is really seen: {@link tick}, but not later than the newest state. */
  get seen(): number {
    return this.#tick < this.#newest ? this.#tick : this.#newest;
  }

  /** Ticks beyond the newest state by which things are to be moved on as they moved last; 0 while the buffer is not empty. */
  get ahead(): number {
    return this.#ahead;
  }

  /**
   * State of a tick has come, at a local time in milliseconds.
   * @returns False if the room has begun anew, so that nothing of before counts.
   */
  arrived(tick: number, now: number): boolean {
    const offset = tick - now * this.#perMs;
    const anew = this.#arrivals > 0 && (tick < this.#newest || Math.abs(offset - this.#due) > strange);
    if (anew) this.restart();
    const last = (this.#arrivals + kept - 1) % kept;
    const elapsed = this.#arrivals === 0 ? 0 : now - at(this.#times, last);
    if (this.#arrivals > 0) {
      const gap = tick - this.#newest;
      if (gap > 0 && gap <= quiet) this.#gap += (gap - this.#gap) * 0.05;
    }
    this.#newest = tick;
    if (this.#arrivals > 0 && elapsed < burstMs) {
      this.#best[last] = Math.max(at(this.#best, last), offset);
    } else {
      const index = this.#arrivals++ % kept;
      this.#times[index] = now;
      this.#first[index] = offset;
      this.#best[index] = offset;
    }
    this.#adapt(elapsed);
    return !anew;
  }

  /** Moves on to a local time in milliseconds; once a frame. */
  advance(now: number): void {
    if (this.#arrivals === 0) return;
    const target = now * this.#perMs + this.#due - this.#delay;
    if (Number.isNaN(this.#advancedAt)) this.#tick = target;
    else {
      const passed = now - this.#advancedAt;
      const elapsed = passed > 0 ? passed * this.#perMs : 0;
      const distance = target - (this.#tick + elapsed);
      if (distance > this.#maxDelay) this.#tick = target;
      else if (distance > tooEarly) this.#tick += elapsed * (1 + bounded(distance * pull, slowest, fastest));
    }
    this.#advancedAt = now;
    this.#extrapolateFrom(this.#tick - this.#newest);
    this.frames++;
    if (this.#tick > this.#newest) this.emptyFrames++;
  }

  /** Forgets all arrivals. The counts go on. */
  restart(): void {
    this.#arrivals = 0;
    this.#forgotten = 0;
    this.#gap = 1;
    this.#due = Number.NEGATIVE_INFINITY;
    this.#advancedAt = Number.NaN;
    this.#ahead = 0;
  }

  #extrapolateFrom(dry: number): void {
    const ahead = bounded(dry, 0, this.#extrapolate);
    const resting = (dry / this.#perMs - restAfterMs) / restMs;
    this.#ahead = ahead * (1 - bounded(resting, 0, 1));
  }

  #adapt(elapsed: number): void {
    this.#expect();
    const all = this.#needed(this.#from());
    const calm = this.#calmFrom();
    const lately = this.#arrivals - calm < calmArrivals ? all : this.#needed(calm);
    const needed = all - lately > tooLong ? lately : all;
    const bounded = Math.max(this.#minDelay, Math.min(this.#maxDelay, needed));
    const pace = this.#delay - bounded > tooLong ? quickShrink : shrink;
    this.#delay = Math.max(bounded, this.#delay - (pace * elapsed) / 1000);
  }

  /** The delay, in ticks, that would have done for the arrivals from one on. */
  #needed(from: number): number {
    this.#histogram.fill(0);
    const count = this.#arrivals - from;
    for (let i = from; i < this.#arrivals; i++) {
      const late = Math.min(bins - 1, Math.floor((this.#due - at(this.#first, i % kept)) / bin));
      this.#histogram[late] = (this.#histogram[late] ?? 0) + 1;
    }
    let beyond = Math.floor(count * (1 - covered));
    let late = bins - 1;
    while (late > 0 && (this.#histogram[late] ?? 0) <= beyond) beyond -= this.#histogram[late--] ?? 0;
    return this.#gap + (late + 1) * bin + slack;
  }

  #calmFrom(): number {
    const newest = at(this.#times, (this.#arrivals - 1) % kept);
    let from = this.#arrivals - 1;
    while (from > this.#from() && newest - at(this.#times, (from - 1) % kept) <= calmMs) from--;
    return from;
  }

  /** When ticks are due, by the earliest of the arrivals that count. */
  #expect(): void {
    const newest = at(this.#times, (this.#arrivals - 1) % kept);
    let recent = Number.NEGATIVE_INFINITY;
    let first = this.#arrivals;
    this.#due = Number.NEGATIVE_INFINITY;
    for (let i = this.#arrivals - 1; i >= this.#from(); i--) {
      const best = at(this.#best, i % kept);
      if (newest - at(this.#times, i % kept) <= recentMs) {
        recent = Math.max(recent, best);
        first = i;
      }
      this.#due = Math.max(this.#due, best);
    }
    if (this.#arrivals - first < recentArrivals || this.#due - recent <= shifted) return;
    this.#forgotten = first;
    this.#due = recent;
  }

  #from(): number {
    return Math.max(this.#forgotten, this.#arrivals - kept);
  }
}
