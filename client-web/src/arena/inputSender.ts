import type { Room } from '../sdk/index.ts';
import { noAim } from './contract.ts';

export interface Held {
  readonly buttons: number;
  readonly aim: number;
}

const idleMs = 500;
/** Inputs that may wait in the room before one is skipped: each of them is a tick of lag. */
const backlog = 3;

/** Tells the room what is held: at once when a button changes, each tick while something is held, else rarely. */
export class InputSender {
  readonly #held: Held;
  #room: Room | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #sent = 0;
  #lastButtons = 0;
  #lastAim = noAim;

  constructor(held: Held) {
    this.#held = held;
  }

  start(room: Room): void {
    this.stop();
    this.#room = room;
    this.#sent = 0;
    this.#due = performance.now();
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#room = null;
  }

  /** A button went down or up. */
  changed(): void {
    if (this.#held.buttons === this.#lastButtons) return;
    this.#send();
    // Counts as this tick's input, or a row of quick taps would queue up in the room.
    this.#due = performance.now();
  }

  #schedule(): void {
    const period = 1000 / (this.#room?.info?.tickRate ?? 30);
    const now = performance.now();
    // After a pause (a hidden page) the missed ticks are not made up for.
    this.#due = Math.max(this.#due + period, now - period);
    this.#timer = setTimeout(() => this.#step(), this.#due - now);
  }

  #step(): void {
    const { buttons, aim } = this.#held;
    const active = buttons !== 0 || aim !== noAim;
    const changed = buttons !== this.#lastButtons || aim !== this.#lastAim;
    const idle = performance.now() - this.#sentAt >= idleMs;
    if (changed || idle || (active && !this.#isBehind())) this.#send();
    this.#schedule();
  }

  #isBehind(): boolean {
    const room = this.#room;
    if (room === null) return true;
    const onTheWay = ((room.clock.rtt ?? 0) / 1000) * (room.info?.tickRate ?? 30);
    return this.#sent - room.state.appliedInput > onTheWay + backlog;
  }

  #send(): void {
    const { buttons, aim } = this.#held;
    const n = this.#room?.input([buttons, aim]) ?? null;
    if (n === null) return;
    this.#sent = n;
    this.#sentAt = performance.now();
    this.#lastButtons = buttons;
    this.#lastAim = aim;
  }
}
