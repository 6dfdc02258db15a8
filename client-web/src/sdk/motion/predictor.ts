import type { RoomClock } from '../clock.ts';
import { AppliedInputs } from './appliedInputs.ts';
import { Corrections } from './corrections.ts';
import { Lead, type LeadOptions } from './lead.ts';
import { type Pending, PendingInputs } from './pendingInputs.ts';
import { at, type Wraps, way } from './pose.ts';

/** What a {@link Predictor} needs to know of a game. */
export interface PredictorOptions<State, Input> extends LeadOptions {
  /** Ticks a second. */
  readonly tickRate: number;
  /**
   * One tick, as the room makes it, written into `into`, which may be the state itself: the same always gives the same, and
   * nothing else is changed. `tick` is the tick that is made, for rules that begin and end with one.
   */
  readonly step: (state: Readonly<State>, input: Input, tick: number, into: State) => void;
  /** Makes a state to write into. It is asked a few times, and frames make no garbage. */
  readonly blank: () => State;
  readonly copy: (from: Readonly<State>, into: State) => void;
  /** What is in force when no input is. */
  readonly idle: Input;
  /** For how many ticks an input is in force when no other follows. Default 15. */
  readonly holdTicks?: number;
  /**
   * Hands an input to the room and returns its number, or null if it could not be sent. `tick` is the tick in which it will
   * be applied if all goes well.
   */
  readonly send: (input: Input, tick: number) => number | null;
  /** After an input was sent: what it makes of the state, which is written over with the next. */
  readonly sent?: (n: number, tick: number, state: Readonly<State>, input: Input) => void;
  /** What is shown of a state, one number for each of `wraps`. */
  readonly pose: (state: Readonly<State>, pose: Float64Array) => void;
  /** For each number of a pose after how much it begins anew, 0 for one that does not: `[0, 0, 1024]`. */
  readonly wraps: Wraps;
  /** How far two states are apart, in the game's unit of length. */
  readonly distance: (a: Readonly<State>, b: Readonly<State>) => number;
  /** Corrections of more than this are counted as large. */
  readonly largeCorrection: number;
  /** Corrections of more than this are shown at once: the thing was moved elsewhere, it did not fly there. */
  readonly snapDistance: number;
}

/** How well the prediction held so far. Distances are in the game's unit of length. */
export interface PredictorStats {
  /** How often the room's state was not what had been predicted. */
  readonly corrections: number;
  /** Of these, how many were larger than `largeCorrection`. */
  readonly largeCorrections: number;
  /** Sum and largest of them. */
  readonly corrected: number;
  readonly largestCorrection: number;
  /** Ticks that the room made without an input of ours although some were on the way. */
  readonly missedTicks: number;
  /** How often the prediction began, or began again because it had lost touch. */
  readonly starts: number;
  /** Inputs sent and not yet known to be applied. */
  readonly pending: number;
  /** Ticks by which the picture is ahead of the room's clock, and how many of them are a margin for hold-ups. */
  readonly lead: number;
  readonly margin: number;
}

/** The prediction runs at most so many ticks ahead of the room's state; then the connection is as good as gone. */
const maxAhead = 60;
/** After so many ticks without a frame the picture begins anew: the page was away. More inputs at once the room would drop. */
const lost = 8;
/** Milliseconds in which a correction fades to one part in e: next to nothing is left of it after 100. */
const correctionMs = 35;

/**
 * Shows the player's own thing in the present: it makes the room's step itself, at once, and mends what it made when the
 * room's state comes.
 *
 * The model. The room applies one input a tick; without a new one the last stays in force for `holdTicks`, then `idle` is. So
 * while playing exactly one input is sent for each tick of our own time, which runs ahead of the room's clock by the way there
 * (half the best round trip) plus a margin ({@link Lead}), and each has a tick in which we expect it to be applied. State of
 * tick T in which input n is applied means: n was applied in T or before, n + 1 will be in T + 1 at the earliest, each later
 * one a tick after the one before it.
 * - If n + 1 was expected at T or before, the room went without k inputs. All expected ticks move up by k, and so does our own
 *   time: what we do now will be applied k ticks later than we thought. The margin grows.
 * - If n was expected after T, inputs were applied early or the room dropped some (more than 8 waited): they move down.
 * - If n is the same as in the state before although n + 1 is late, nothing is concluded until it is applied or n has lost
 *   its force: the inputs on the way would be moved up tick by tick, only to move down again if the room drops them.
 * Then the state of T is stepped through all later ticks with the inputs expected in them. The outcome of the last one
 * differs from what was predicted by the correction: it is added to what is shown and fades within a tenth of a second.
 *
 * What is shown lies between the state after the last input sent and one more step with what the player holds now, so that a
 * key shows in the next frame. It costs two steps a frame and one for each pending input for each state that comes.
 */
export class Predictor<State, Input> {
  /** What to show: one array, rewritten by {@link advance}. */
  readonly pose: Float64Array;

  readonly #options: PredictorOptions<State, Input>;
  readonly #holdTicks: number;
  readonly #lead: Lead;
  readonly #corrections: Corrections;
  readonly #pending = new PendingInputs<Input>();
  readonly #error: Float64Array;
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  readonly #applied = new AppliedInputs();
  /** The room's state of `authorityTick`, if it has told one. */
  readonly #authority: State;
  #isTold = false;
  #authorityTick = 0;
  #inForce: Input;
  #inForceSince = Number.NEGATIVE_INFINITY;
  /** The state after the last input sent, while it predicts, and one to work it out anew in: they change places. */
  #predicted: State;
  #replayed: State;
  #isRunning = false;
  /** One tick after `predicted`. */
  readonly #next: State;
  /** The tick of `predicted`, and the moment that is shown, less than one tick later. */
  #predictedTick = 0;
  #now = 0;
  #clockTick = 0;
  /** The tick of the room in which what is sent now arrives by the quickest way. */
  #arrival = 0;

  #missedTicks = 0;
  #starts = 0;

  constructor(options: PredictorOptions<State, Input>) {
    const channels = options.wraps.length;
    this.#options = options;
    this.#holdTicks = options.holdTicks ?? 15;
    this.#inForce = options.idle;
    this.#authority = options.blank();
    this.#predicted = options.blank();
    this.#replayed = options.blank();
    this.#next = options.blank();
    this.#lead = new Lead(options);
    this.#corrections = new Corrections(options.largeCorrection);
    this.pose = new Float64Array(channels);
    this.#error = new Float64Array(channels);
    this.#from = new Float64Array(channels);
    this.#to = new Float64Array(channels);
  }

  /** Whether it predicts: there is state and a clock, and the room is in touch. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The moment that is shown, in ticks of the room, with a fraction. */
  get tick(): number {
    return this.isRunning ? this.#now : this.#authorityTick;
  }

  /** The state after the last input sent, until the next is; null when not running. */
  get predicted(): Readonly<State> | null {
    return this.#isRunning ? this.#predicted : null;
  }

  /** The tick in which the next input will be applied if all goes well. */
  get nextTick(): number {
    return this.#predictedTick + 1;
  }

  get stats(): PredictorStats {
    return {
      corrections: this.#corrections.count,
      largeCorrections: this.#corrections.large,
      corrected: this.#corrections.sum,
      largestCorrection: this.#corrections.largest,
      missedTicks: this.#missedTicks,
      starts: this.#starts,
      pending: this.#pending.count,
      lead: this.isRunning ? this.#now - this.#clockTick : 0,
      margin: this.#lead.margin,
    };
  }

  /** The tick in which an input is, or was lately, expected to be applied; null for one that is not known (any more). */
  tickOf(n: number): number | null {
    for (let i = 0; i < this.#pending.count; i++) {
      const pending = this.#pending.at(i);
      if (pending?.n === n) return pending.tick;
    }
    return this.#applied.tickOf(n);
  }

  /**
   * Moves on by the time since the last call in milliseconds; once a frame. `held` is what the player does now. `now`: the
   * frame's time, if it is known.
   */
  advance(elapsedMs: number, clock: Pick<RoomClock, 'rtt' | 'tick'>, held: Input, now?: number): void {
    const { tickRate } = this.#options;
    const { rtt } = clock;
    this.#clockTick = clock.tick(now);
    if (!this.#isTold) return;
    if (rtt !== null) {
      this.#arrival = this.#clockTick + ((rtt / 2) * tickRate) / 1000;
      const target = this.#arrival + this.#lead.margin;
      const elapsed = (elapsedMs * tickRate) / 1000;
      if (this.isRunning) this.#now += this.#lead.pace(elapsed, target - (this.#now + elapsed));
      if (!this.isRunning || elapsed > lost) this.#start(target);
    }
    while (this.#isRunning && this.#now >= this.#predictedTick + 1) this.#commit(held);
    this.#show(elapsedMs, held);
  }

  /** State of the room has come: its tick, the highest input applied in it, and our own thing as it is in it, which is copied. */
  reconcile(tick: number, applied: number, state: Readonly<State>): void {
    const last = this.#acknowledge(applied);
    if (!this.#isRunning) {
      this.#accept(tick, state);
      return;
    }
    const next = this.#pending.at(0)?.tick ?? this.#predictedTick + 1;
    const isLate = next <= tick;
    const isInForce = tick - this.#inForceSince < this.#holdTicks;
    if (isLate && last === null && this.#pending.count > 0 && isInForce) return;
    this.#accept(tick, state);
    if (isLate && this.#pending.count === 0 && !isInForce && last === null) {
      // Nobody plays: the page is hidden, its frames have stopped.
      this.stop();
      return;
    }
    if (last !== null && last.tick > tick) this.#move(tick - last.tick);
    else if (isLate) this.#missed(tick + 1 - next);
    if (last !== null) {
      this.#inForce = last.input;
      this.#inForceSince = tick;
      this.#applied.remember(last.n, tick);
    }
    if (this.#predictedTick < tick) this.#moveTo(tick);
    if (this.#predictedTick - tick > maxAhead) this.stop();
    else this.#correct();
  }

  /** Predicts no more until it begins anew with the next frame; what is on the way stays so. For a thing that is not there now. */
  stop(): void {
    this.#isRunning = false;
    this.#error.fill(0);
  }

  /** Forgets the room: another one, or another seat in it, is to be predicted. The counts go on. */
  reset(): void {
    this.stop();
    this.#isTold = false;
    this.#pending.clear();
    this.#inForce = this.#options.idle;
    this.#inForceSince = Number.NEGATIVE_INFINITY;
    this.#applied.clear();
  }

  /** Takes what the room has applied off the pending inputs. Returns the last of them. */
  #acknowledge(applied: number): Pending<Input> | null {
    let count = 0;
    let last: Pending<Input> | null = null;
    for (
      let next = this.#pending.at(0);
      next !== undefined && next.n <= applied;
      next = this.#pending.at(count)
    ) {
      this.#applied.remember(next.n, next.tick);
      last = next;
      count++;
    }
    if (last === null) return null;
    this.#pending.drop(count);
    this.#inForce = last.input;
    this.#inForceSince = last.tick;
    return last;
  }

  #accept(tick: number, state: Readonly<State>): void {
    this.#options.copy(state, this.#authority);
    this.#isTold = true;
    this.#authorityTick = tick;
  }

  #missed(ticks: number): void {
    this.#missedTicks += ticks;
    this.#move(ticks);
    this.#lead.missed(this.#now - this.#arrival);
  }

  #move(ticks: number): void {
    this.#pending.move(ticks);
    this.#moveTo(this.#predictedTick + ticks);
  }

  #moveTo(tick: number): void {
    this.#now += tick - this.#predictedTick;
    this.#predictedTick = tick;
  }

  #start(target: number): void {
    const wasRunning = this.#isRunning;
    const least = Math.max(this.#authorityTick, this.#pending.newest?.tick ?? 0);
    // The first input may well be applied a tick earlier than this, and all others with it; hence one more of them.
    const tick = Math.max(Math.ceil(this.#arrival + 0.5) - 1, least);
    if (tick - this.#authorityTick > maxAhead) {
      this.stop();
      return;
    }
    this.#starts++;
    this.#now = Math.max(target + 1, tick);
    this.#predictedTick = tick;
    this.#isRunning = true;
    this.#replay();
    if (wasRunning) this.#glide(this.#options.distance(this.#predicted, this.#replayed));
    else this.#error.fill(0);
    this.#swap();
  }

  #commit(held: Input): void {
    const tick = this.#predictedTick + 1;
    if (tick - this.#authorityTick > maxAhead) {
      this.stop();
      return;
    }
    const n = this.#options.send(held, tick);
    const previous = this.#pending.newest;
    // What cannot be sent is not done: the room goes on with what it has.
    const input = n !== null ? held : this.#inForceAt(tick, previous?.input, previous?.tick);
    this.#options.step(this.#predicted, input, tick, this.#predicted);
    this.#predictedTick = tick;
    if (n === null) return;
    this.#pending.push(n, tick, held);
    this.#options.sent?.(n, tick, this.#predicted, held);
  }

  #inForceAt(tick: number, input: Input = this.#inForce, since: number = this.#inForceSince): Input {
    return tick - since < this.#holdTicks ? input : this.#options.idle;
  }

  /** The room's state stepped on to the tick that was predicted, into `replayed`. */
  #replay(): void {
    const state = this.#replayed;
    this.#options.copy(this.#authority, state);
    let input = this.#inForce;
    let since = this.#inForceSince;
    let index = 0;
    for (let tick = this.#authorityTick + 1; tick <= this.#predictedTick; tick++) {
      const pending = this.#pending.at(index);
      if (pending !== undefined && pending.tick <= tick) {
        input = pending.input;
        since = tick;
        index++;
      }
      this.#options.step(state, this.#inForceAt(tick, input, since), tick, state);
    }
  }

  #correct(): void {
    this.#replay();
    const size = this.#options.distance(this.#predicted, this.#replayed);
    this.#corrections.add(size);
    this.#glide(size);
    this.#swap();
  }

  #swap(): void {
    const before = this.#predicted;
    this.#predicted = this.#replayed;
    this.#replayed = before;
  }

  /** From what was predicted to what it is now that it was worked out anew. */
  #glide(size: number): void {
    if (size > this.#options.snapDistance) {
      this.#error.fill(0);
      return;
    }
    const { pose, wraps } = this.#options;
    pose(this.#predicted, this.#from);
    pose(this.#replayed, this.#to);
    for (let i = 0; i < wraps.length; i++)
      this.#error[i] = at(this.#error, i) + way(at(this.#to, i), at(this.#from, i), wraps[i] ?? 0);
  }

  #show(elapsedMs: number, held: Input): void {
    const { pose, step, wraps } = this.#options;
    if (!this.#isRunning) {
      pose(this.#authority, this.pose);
      return;
    }
    const share = this.#now - this.#predictedTick;
    const fade = Math.exp(-elapsedMs / correctionMs);
    pose(this.#predicted, this.#from);
    step(this.#predicted, held, this.#predictedTick + 1, this.#next);
    pose(this.#next, this.#to);
    for (let i = 0; i < wraps.length; i++) {
      const wrap = wraps[i] ?? 0;
      const error = at(this.#error, i) * fade;
      this.#error[i] = error;
      this.pose[i] = at(this.#from, i) + way(at(this.#from, i), at(this.#to, i), wrap) * share + error;
    }
  }
}
