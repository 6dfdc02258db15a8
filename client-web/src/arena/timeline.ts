/** Further behind or ahead than this, in ticks, the timeline jumps instead of catching up. */
const jump = 12;
/** How much of the distance to the room's clock is made up for in a second. */
const pull = 2;
/** How far the picture may run ahead of the newest state before it stands still: the connection is gone. */
const patience = 6;

/** The tick that is shown, with a fraction: runs evenly while the estimate of the room's clock jitters. */
export class Timeline {
  #tick = 0;

  get tick(): number {
    return this.#tick;
  }

  /** `target`: the room's clock now, in ticks; `newest`: tick of the newest state. */
  advance(elapsedMs: number, tickRate: number, target: number, newest: number): void {
    const seconds = elapsedMs / 1000;
    this.#tick += seconds * tickRate;
    const distance = target - this.#tick;
    this.#tick += Math.abs(distance) > jump ? distance : distance * Math.min(1, seconds * pull);
    if (this.#tick > newest + patience) this.#tick = newest + patience;
  }
}
