import { worldSize } from './contract.ts';
import { byRank } from './hud/board.ts';
import type { ShownShip } from './world.ts';

/** A leader is followed for so long at least, milliseconds: nobody can watch a picture that leaps back and forth. */
const shortestMs = 4000;
/** How fast the picture glides from one ship to the next, milliseconds. */
const glideMs = 180;

/** Whom a watcher looks at: the ship that leads, or one that was chosen. */
export class Spectator {
  /** Where the picture looks, in units. */
  readonly eye = { x: worldSize / 2, y: worldSize / 2 };
  #chosen: number | null = null;
  #ship: ShownShip | null = null;
  #followedMs = 0;
  #offsetX = 0;
  #offsetY = 0;

  /** The ship that is looked at; null in an empty room. */
  get ship(): ShownShip | null {
    return this.#ship;
  }

  /** Whether the ship was chosen, and not only happens to lead. */
  get isChosen(): boolean {
    return this.#chosen !== null;
  }

  /** Goes to the next ship in order of their coming, or the one before. */
  step(ships: Iterable<ShownShip>, by: 1 | -1): void {
    const all = [...ships].sort((a, b) => a.key - b.key);
    if (all.length === 0) return;
    const at = all.findIndex(({ key }) => key === this.#ship?.key);
    const next = all[(at + by + all.length) % all.length];
    if (next === undefined) return;
    this.#chosen = next.key;
    this.#follow(next);
  }

  /** Back to whoever leads. */
  followLeader(): void {
    this.#chosen = null;
    this.#followedMs = Number.POSITIVE_INFINITY;
  }

  /** Once a frame. */
  advance(ships: Iterable<ShownShip>, elapsedMs: number): void {
    let leader: ShownShip | null = null;
    let chosen: ShownShip | null = null;
    let current: ShownShip | null = null;
    for (const shown of ships) {
      if (shown.key === this.#chosen) chosen = shown;
      if (shown.key === this.#ship?.key) current = shown;
      if (leader === null || byRank(shown, leader) < 0) leader = shown;
    }
    if (chosen === null) this.#chosen = null;
    this.#followedMs += elapsedMs;
    const isDue = current === null || this.#followedMs >= shortestMs;
    const next = chosen ?? (isDue ? leader : current);
    if (next?.key !== this.#ship?.key) this.#follow(next);
    if (next === null) return;
    this.#ship = next;
    const fade = Math.exp(-elapsedMs / glideMs);
    this.#offsetX *= fade;
    this.#offsetY *= fade;
    this.eye.x = next.x + this.#offsetX;
    this.eye.y = next.y + this.#offsetY;
  }

  #follow(ship: ShownShip | null): void {
    // The first ship is simply there; to any other the picture glides.
    const isFirst = this.#ship === null || ship === null;
    this.#offsetX = isFirst ? 0 : this.eye.x - ship.x;
    this.#offsetY = isFirst ? 0 : this.eye.y - ship.y;
    this.#ship = ship;
    this.#followedMs = 0;
  }
}
