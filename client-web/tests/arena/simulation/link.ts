import type { Schedule } from './schedule.ts';

/** A network between one player and the room. Times in milliseconds. */
export interface Network {
  readonly roundTrip: number;
  /** Each message takes up to this much more or less than half of the round trip, each way; none overtakes another. */
  readonly jitter: number;
  /** How often, on average, each way stands still for half a second; 0 for never. */
  readonly stallEvery: number;
  /** Every minute the room is held up for so long and gives that time up. Default 0. */
  readonly heldUp?: number;
}

const stallMs = 500;

/** One way of a connection. Nothing overtakes, as on a WebSocket. */
export class Link {
  readonly #schedule: Schedule;
  readonly #network: Network;
  readonly #random: () => number;
  #last = 0;
  #stallAt: number;

  constructor(schedule: Schedule, network: Network, random: () => number) {
    this.#schedule = schedule;
    this.#network = network;
    this.#random = random;
    this.#stallAt = this.#nextStall(0);
  }

  send(deliver: () => void): void {
    const { roundTrip, jitter } = this.#network;
    const way = Math.max(1, roundTrip / 2 + (2 * this.#random() - 1) * jitter);
    let due = this.#schedule.now + way;
    while (due > this.#stallAt + stallMs) this.#stallAt = this.#nextStall(this.#stallAt + stallMs);
    if (due > this.#stallAt) due = this.#stallAt + stallMs;
    this.#last = Math.max(this.#last, due);
    this.#schedule.at(this.#last, deliver);
  }

  #nextStall(from: number): number {
    const { stallEvery } = this.#network;
    return stallEvery === 0 ? Number.POSITIVE_INFINITY : from + stallEvery * (0.5 + this.#random());
  }
}
