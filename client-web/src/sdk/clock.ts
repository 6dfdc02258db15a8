interface Sample {
  /** Room time minus local time, milliseconds. Off by at most half of `rtt`. */
  readonly offset: number;
  readonly rtt: number;
}

/** An estimate of a room's clock. */
export interface RoomClock {
  /** Round trip to the room in milliseconds, the best of the last ones; null until it was measured. */
  readonly rtt: number | null;
  /** Room time in milliseconds, 0 before anything is known. The best estimate there is now: it may jump. */
  roomTime(): number;
  /** The same in ticks, with a fraction. `at`: the moment, if it is known, such as a frame's. Default: now. */
  tick(at?: number): number;
  /**
   * Room time in ticks for what is drawn. It follows {@link tick} at 0.9 to 1.1 times the speed of time, jumps ahead when it is
   * more than half a second behind, stands still when it is that much ahead, and goes back only when the room begins anew.
   */
  smoothTick(): number;
}

const keptSamples = 8;

/** Slack for the room's own jitter when two measurements are compared, milliseconds. */
const jitter = 40;

/** When all state of so many milliseconds, of so many frames, is later by so much than before, the room gave up lost time. */
const windowMs = 1000;
const windowFrames = 6;
const heldUp = 80;

/** Share of the time that passes by which the smooth clock may run fast or slow. */
const slew = 0.1;
/** Milliseconds in which the smooth clock makes up for a small distance. */
const catchUpMs = 1000;
/** A distance in milliseconds that is not made up for step by step. */
const farOff = 500;

/**
 * Estimates the room's clock from pongs; the one with the shortest round trip says it best. Until the first
 * pong it leans on the ticks of state frames, which are late by the way from the server; afterwards they only say that the
 * room is at least so far.
 */
export class EstimatedClock implements RoomClock {
  readonly #now: () => number;
  #samples: readonly Sample[] = [];
  /** Of the samples the one with the shortest round trip. */
  #best: Sample | null = null;
  /** Room time minus local time; not a number while it is not known. */
  #offset = Number.NaN;
  /** The earliest state since the last pong, as room time minus local time: the room's clock is not behind it. */
  #floor = Number.NEGATIVE_INFINITY;
  /** The earliest state of before and of the present window, as room time minus local time. */
  #usual = Number.NEGATIVE_INFINITY;
  #window = Number.NEGATIVE_INFINITY;
  #windowSince = 0;
  #windowFrames = 0;
  #tickRate = 1;
  /** Not a number while there is none. */
  #smooth = Number.NaN;
  #smoothAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get rtt(): number | null {
    return this.#best?.rtt ?? null;
  }

  roomTime(): number {
    return this.#timeAt(this.#now());
  }

  tick(at: number = this.#now()): number {
    return (this.#timeAt(at) * this.#tickRate) / 1000;
  }

  smoothTick(): number {
    const now = this.#now();
    const target = this.#timeAt(now);
    if (Number.isNaN(this.#smooth)) this.#smooth = target;
    else {
      const elapsed = Math.max(0, now - this.#smoothAt);
      const distance = target - (this.#smooth + elapsed);
      if (distance > farOff) this.#smooth = target;
      else if (distance > -farOff) {
        const most = elapsed * slew;
        const step = distance * Math.min(1, elapsed / catchUpMs);
        this.#smooth += elapsed + Math.max(-most, Math.min(most, step));
      }
    }
    this.#smoothAt = now;
    return (this.#smooth * this.#tickRate) / 1000;
  }

  /** The room may be another incarnation after a join: nothing measured before counts. */
  restart(tickRate: number, tick: number): void {
    this.#tickRate = tickRate;
    this.#keep([]);
    this.#floor = Number.NEGATIVE_INFINITY;
    this.#usual = Number.NEGATIVE_INFINITY;
    this.#windowFrames = 0;
    this.#offset = Number.NaN;
    this.observeTick(tick);
    // Coming back to a room that went on is no reason for the picture to jump.
    const known = this.#smooth;
    if (Math.abs(known + (this.#now() - this.#smoothAt) - this.roomTime()) > farOff)
      this.#smooth = Number.NaN;
  }

  /** The same room over another way: its clock is the same, the round trip is not. */
  moved(): void {
    this.#keep([]);
  }

  observePong(roomTime: number, sentAt: number): void {
    const now = this.#now();
    const rtt = now - sentAt;
    const sample = { offset: roomTime + rtt / 2 - now, rtt };
    // Two measurements that exclude each other mean that the room's clock was held up in between.
    const agreeing = this.#samples.filter(
      (other) => Math.abs(other.offset - sample.offset) <= (other.rtt + rtt) / 2 + jitter,
    );
    this.#keep([...agreeing.slice(-(keptSamples - 1)), sample]);
    // Nor can the room have been where a state of before put it.
    if (this.#floor > roomTime - sentAt) this.#floor = Number.NEGATIVE_INFINITY;
    this.#estimate();
  }

  observeTick(tick: number): void {
    const now = this.#now();
    const offset = (tick * 1000) / this.#tickRate - now;
    if (this.#windowFrames === 0) {
      this.#window = offset;
      this.#windowSince = now;
    }
    this.#windowFrames++;
    if (offset > this.#window) this.#window = offset;
    if (now - this.#windowSince >= windowMs) this.#endWindow();
    if (offset <= this.#floor) return;
    this.#floor = offset;
    this.#estimate();
  }

  /** Pongs are far apart; state tells at once that the room lost time, as one that is overloaded does. */
  #endWindow(): void {
    const lost = this.#usual - this.#window;
    if (this.#windowFrames >= windowFrames && lost > heldUp) {
      this.#keep(this.#samples.map((sample) => ({ ...sample, offset: sample.offset - lost })));
      this.#floor = this.#window;
      this.#estimate();
      this.#usual = this.#window;
    } else if (Number.isFinite(this.#usual)) this.#usual = Math.max(this.#window, this.#usual - 0.2 * lost);
    else this.#usual = this.#window;
    this.#windowFrames = 0;
  }

  #timeAt(now: number): number {
    const time = now + this.#offset;
    return time > 0 ? time : 0;
  }

  #estimate(): void {
    this.#offset = Math.max(this.#best?.offset ?? Number.NEGATIVE_INFINITY, this.#floor);
  }

  #keep(samples: readonly Sample[]): void {
    this.#samples = samples;
    this.#best = null;
    for (const sample of samples) if (this.#best === null || sample.rtt < this.#best.rtt) this.#best = sample;
  }
}
