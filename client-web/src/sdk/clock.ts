interface Sample {
  /** Room time minus local time, milliseconds. Off by at most half of `rtt`. */
  readonly offset: number;
  readonly rtt: number;
}

/** An estimate of a room's clock. */
export interface RoomClock {
  /** Round trip to the room in milliseconds, the best of the last ones; null until it was measured. */
  readonly rtt: number | null;
  /** Room time in milliseconds, 0 before anything is known. */
  roomTime(): number;
  /** Room time in ticks, with a fraction. */
  tick(): number;
}

const keptSamples = 8;

/** Slack for the room's own jitter when two measurements are compared, milliseconds. */
const jitter = 40;

/**
 * Estimates the room's clock from pongs; the one with the shortest round trip says it best. Until the first
 * pong it leans on the ticks of state frames, which are late by the way from the server.
 */
export class EstimatedClock implements RoomClock {
  readonly #now: () => number;
  #samples: Sample[] = [];
  #tickOffset: number | null = null;
  #tickRate = 1;

  constructor(now: () => number) {
    this.#now = now;
  }

  get rtt(): number | null {
    return this.#best()?.rtt ?? null;
  }

  roomTime(): number {
    const offset = this.#best()?.offset ?? this.#tickOffset;
    return offset === null ? 0 : Math.max(0, this.#now() + offset);
  }

  tick(): number {
    return (this.roomTime() * this.#tickRate) / 1000;
  }

  /** The room may be another incarnation after a join: nothing measured before counts. */
  restart(tickRate: number, tick: number): void {
    this.#tickRate = tickRate;
    this.#samples = [];
    this.#tickOffset = null;
    this.observeTick(tick);
  }

  observePong(roomTime: number, sentAt: number): void {
    const now = this.#now();
    const rtt = now - sentAt;
    const sample = { offset: roomTime + rtt / 2 - now, rtt };
    // Two measurements that exclude each other mean that the room's clock was held up in between.
    const agreeing = this.#samples.filter(
      (other) => Math.abs(other.offset - sample.offset) <= (other.rtt + rtt) / 2 + jitter,
    );
    this.#samples = [...agreeing.slice(-(keptSamples - 1)), sample];
  }

  observeTick(tick: number): void {
    if (this.#samples.length > 0) return;
    const offset = (tick * 1000) / this.#tickRate - this.#now();
    if (this.#tickOffset === null || offset > this.#tickOffset) this.#tickOffset = offset;
  }

  #best(): Sample | null {
    let best: Sample | null = null;
    for (const sample of this.#samples) if (best === null || sample.rtt < best.rtt) best = sample;
    return best;
  }
}
