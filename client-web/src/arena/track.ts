import { turn } from './contract.ts';

export interface Pose {
  x: number;
  y: number;
  angle: number;
}

/** 400 ms at 30 ticks a second: enough to look 100 ms back through a hiccup. */
const kept = 12;
/** A longer silence than this many ticks means that nothing moved, not that it moved slowly. */
const hiccup = 6;

/** Where a ship was lately, by tick. */
export class Track {
  readonly #ticks = new Float64Array(kept);
  readonly #x = new Float64Array(kept);
  readonly #y = new Float64Array(kept);
  readonly #angles = new Float64Array(kept);
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  push(tick: number, x: number, y: number, angle: number): void {
    const last = this.#count - 1;
    const lastTick = this.#ticks[last % kept] ?? 0;
    if (last >= 0 && tick - lastTick > hiccup) {
      this.#put(
        tick - 1,
        this.#x[last % kept] ?? x,
        this.#y[last % kept] ?? y,
        this.#angles[last % kept] ?? angle,
      );
    }
    this.#put(tick, x, y, angle);
  }

  /** The pose at a tick between two known ones; at the ends, the pose that is known. */
  sample(tick: number, pose: Pose): void {
    const newest = this.#count - 1;
    const oldest = Math.max(0, this.#count - kept);
    let after = newest;
    while (after > oldest && (this.#ticks[(after - 1) % kept] ?? 0) >= tick) after--;
    const before = Math.max(oldest, after - 1);
    const a = before % kept;
    const b = after % kept;
    const from = this.#ticks[a] ?? 0;
    const span = (this.#ticks[b] ?? 0) - from;
    const share = span <= 0 ? 1 : Math.min(1, Math.max(0, (tick - from) / span));
    pose.x = mix(this.#x[a] ?? 0, this.#x[b] ?? 0, share);
    pose.y = mix(this.#y[a] ?? 0, this.#y[b] ?? 0, share);
    pose.angle = mixAngle(this.#angles[a] ?? 0, this.#angles[b] ?? 0, share);
  }

  #put(tick: number, x: number, y: number, angle: number): void {
    const at = this.#count++ % kept;
    this.#ticks[at] = tick;
    this.#x[at] = x;
    this.#y[at] = y;
    this.#angles[at] = angle;
  }
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** The short way round. */
export function mixAngle(a: number, b: number, share: number): number {
  const half = turn / 2;
  const way = ((((b - a + half) % turn) + turn) % turn) - half;
  return a + way * share;
}
