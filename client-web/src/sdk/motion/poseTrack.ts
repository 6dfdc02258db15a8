import { at, type Wraps, way } from './pose.ts';

/** Poses that are remembered: enough for the longest delay at one state a tick. */
const kept = 24;
/** Longer silences than these, in ticks, mean rest and not a slow move: for a thing that rested before, and for any. */
const restingGap = 6;
const movingGap = 30;

/** The tick to be shown, and by how many ticks things are to be moved on after the last known one. */
export interface Moment {
  readonly tick: number;
  readonly ahead: number;
}

/** Where a thing was lately, by tick. */
export class PoseTrack {
  readonly #wraps: Wraps;
  readonly #ticks = new Float64Array(kept);
  readonly #poses: Float64Array;
  #count = 0;

  constructor(wraps: Wraps) {
    this.#wraps = wraps;
    this.#poses = new Float64Array(kept * wraps.length);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  clear(): void {
    this.#count = 0;
  }

  push(tick: number, pose: Float64Array): void {
    if (this.#count > 0) {
      const newest = (this.#count - 1) % kept;
      const lastTick = at(this.#ticks, newest);
      if (tick <= lastTick) this.#count--;
      else if (tick - lastTick > (this.#rests() ? restingGap : movingGap)) this.#copy(newest, tick - 1);
    }
    const index = this.#count++ % kept;
    this.#ticks[index] = tick;
    this.#poses.set(pose, index * this.#wraps.length);
  }

  /**
   * The pose at a tick between two known ones; before the first the first, after the last that one moved on by `ahead` ticks.
   * `velocity` gets how the pose changes there in a tick.
   */
  sample(moment: Moment, pose: Float64Array, velocity: Float64Array): void {
    const { tick, ahead } = moment;
    const newest = this.#count - 1;
    const oldest = Math.max(0, this.#count - kept);
    let after = newest;
    while (after > oldest + 1 && at(this.#ticks, (after - 1) % kept) >= tick) after--;
    const before = Math.max(oldest, after - 1);
    const a = before % kept;
    const b = after % kept;
    const from = at(this.#ticks, a);
    const span = at(this.#ticks, b) - from;
    const beyond = tick > at(this.#ticks, b);
    const along = span <= 0 ? 0 : beyond ? span + ahead : Math.max(0, tick - from);
    const channels = this.#wraps.length;
    for (let i = 0; i < channels; i++) {
      const start = at(this.#poses, a * channels + i);
      const speed = span <= 0 ? 0 : way(start, at(this.#poses, b * channels + i), this.#wraps[i] ?? 0) / span;
      pose[i] = start + speed * along;
      velocity[i] = tick < from || (beyond && ahead <= 0) ? 0 : speed;
    }
  }

  #rests(): boolean {
    if (this.#count < 2) return true;
    const channels = this.#wraps.length;
    const a = ((this.#count - 2) % kept) * channels;
    const b = ((this.#count - 1) % kept) * channels;
    for (let i = 0; i < channels; i++) if (this.#poses[a + i] !== this.#poses[b + i]) return false;
    return true;
  }

  #copy(from: number, tick: number): void {
    const channels = this.#wraps.length;
    const index = this.#count++ % kept;
    this.#ticks[index] = tick;
    this.#poses.copyWithin(index * channels, from * channels, (from + 1) * channels);
  }
}
