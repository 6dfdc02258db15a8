import type { Unsubscribe } from '../emitter.ts';
import type { Room } from '../room.ts';
import type { Row, Table } from '../table.ts';
import { JitterBuffer, type JitterBufferOptions } from './jitterBuffer.ts';
import { at, lengthOf, type Wraps, way } from './pose.ts';
import { PoseTrack } from './poseTrack.ts';

/** What an {@link Interpolator} needs to know of a table's rows. */
export interface InterpolatorOptions<Fields> extends Omit<JitterBufferOptions, 'tickRate'> {
  /** Reads from a row what is shown of it, one number for each of `wraps`. */
  readonly pose: (fields: Readonly<Fields>, pose: Float64Array) => void;
  /** For each number of a pose after how much it begins anew, 0 for one that does not: `[0, 0, 1024]`. */
  readonly wraps: Wraps;
  /** How many numbers of a pose, from the first, are its place. Default 2. */
  readonly dimensions?: number;
  /** Changes when a row is not where it was because it leapt (a respawn), so that it does not glide there. */
  readonly life?: (fields: Readonly<Fields>) => number;
  /** A shown place that differs by more than this from where its velocity leads counts as a pop. */
  readonly popDistance: number;
  /** Milliseconds on a clock that never goes back. Default `performance.now`. */
  readonly now?: () => number;
}

/** What went wrong with the picture so far. */
export interface InterpolatorStats {
  readonly frames: number;
  /** Frames in which the newest state was older than what was to be shown. */
  readonly emptyFrames: number;
  /** Shown places that jumped, each row in each frame. */
  readonly pops: number;
}

/** Milliseconds in which a place that was guessed wrong goes to where it should be, to one part in e. */
const correctionMs = 60;
/** Nobody saw what was shown before a pause of so many milliseconds. */
const awayMs = 250;
/** But it goes there no faster than by this share of `popDistance` in 1/60 s. */
const glide = 0.7;

class Shown<Fields> {
  readonly row: Row<Fields>;
  readonly track: PoseTrack;
  readonly pose: Float64Array;
  readonly velocity: Float64Array;
  /** What was shown minus what was right when a guess was found wrong, fading. */
  readonly error: Float64Array;
  readonly before: Float64Array;
  life = 0;
  guessed = false;
  isNew = true;

  constructor(row: Row<Fields>, wraps: Wraps) {
    this.row = row;
    this.track = new PoseTrack(wraps);
    this.pose = new Float64Array(wraps.length);
    this.velocity = new Float64Array(wraps.length);
    this.error = new Float64Array(wraps.length);
    this.before = new Float64Array(wraps.length);
  }
}

/**
 * Shows the rows of a table as they were `delay` ticks ago, moving evenly between the states that came. The delay adapts to the
 * connection ({@link JitterBuffer}). When nothing comes, things move on as they did for `extrapolateMs`, then stay; what was
 * guessed wrong glides to its place. Frames allocate nothing.
 */
export class Interpolator<Fields> {
  readonly #room: Pick<Room, 'info' | 'state'>;
  readonly #options: InterpolatorOptions<Fields>;
  readonly #dimensions: number;
  readonly #glidePerMs: number;
  readonly #now: () => number;
  readonly #shown = new Map<number, Shown<Fields>>();
  /** The same in a list, as every frame walks over it. */
  readonly #list: Shown<Fields>[] = [];
  readonly #scratch: Float64Array;
  readonly #scratchVelocity: Float64Array;
  readonly #subscriptions: readonly Unsubscribe[];
  #buffer: JitterBuffer | null = null;
  #advancedAt = 0;
  /** Of this frame: milliseconds since the one before, and the ticks that were moved on. Fractions handed to functions are garbage. */
  #elapsedMs = 0;
  #ticks = 0;
  #pops = 0;

  constructor(
    room: Pick<Room, 'info' | 'state'>,
    table: Table<Fields>,
    options: InterpolatorOptions<Fields>,
  ) {
    this.#room = room;
    this.#options = options;
    this.#dimensions = options.dimensions ?? 2;
    this.#glidePerMs = (glide * options.popDistance * 60) / 1000;
    this.#now = options.now ?? (() => performance.now());
    this.#scratch = new Float64Array(options.wraps.length);
    this.#scratchVelocity = new Float64Array(options.wraps.length);
    for (const row of table.rows()) this.#add(row);
    this.#subscriptions = [
      table.onAdd((row) => this.#add(row)),
      table.onRemove((row) => this.#remove(row.key)),
      room.state.onUpdate((tick) => this.#record(tick)),
    ];
  }

  /** The tick that is shown, with a fraction; 0 before the first state. */
  get tick(): number {
    return this.#buffer?.tick ?? 0;
  }

  /** The tick of the state that is shown: as {@link tick}, but not beyond the newest state. For judging what a player saw. */
  get seen(): number {
    return this.#buffer?.seen ?? 0;
  }

  /** Ticks between the newest state, had it come without any hold-up, and what is shown. */
  get delay(): number {
    return this.#buffer?.delay ?? 0;
  }

  get stats(): InterpolatorStats {
    const { frames = 0, emptyFrames = 0 } = this.#buffer ?? {};
    return { frames, emptyFrames, pops: this.#pops };
  }

  /** Moves the picture on to now; once a frame, of which the time is known: reading the clock again would be garbage. */
  advance(now: number = this.#now()): void {
    const buffer = this.#buffer;
    if (buffer === null) return;
    const tickBefore = buffer.tick;
    buffer.advance(now);
    this.#elapsedMs = now - this.#advancedAt;
    this.#advancedAt = now;
    this.#ticks = buffer.tick - tickBefore;
    for (let i = 0; i < this.#list.length; i++) {
      const shown = this.#list[i] as Shown<Fields>;
      if (shown.track.isEmpty) continue;
      if (this.#elapsedMs > awayMs) shown.isNew = true;
      shown.before.set(shown.pose);
      shown.track.sample(buffer, shown.pose, shown.velocity);
      shown.guessed = buffer.ahead > 0;
      this.#fade(shown);
      this.#count(shown);
    }
  }

  /** What is shown of a row: one array for as long as the row exists, rewritten by {@link advance}. */
  pose(key: number): Float64Array | undefined {
    return this.#shown.get(key)?.pose;
  }

  /** Stops listening to the room. */
  close(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#shown.clear();
    this.#list.length = 0;
  }

  #add(row: Row<Fields>): void {
    const shown = new Shown(row, this.#options.wraps);
    this.#options.pose(row.fields, shown.pose);
    this.#shown.set(row.key, shown);
    this.#list.push(shown);
  }

  #remove(key: number): void {
    const shown = this.#shown.get(key);
    if (shown === undefined) return;
    this.#shown.delete(key);
    this.#list.splice(this.#list.indexOf(shown), 1);
  }

  #record(tick: number): void {
    const { info } = this.#room;
    if (info === null) return;
    this.#buffer ??= new JitterBuffer({ ...this.#options, tickRate: info.tickRate });
    const goesOn = this.#buffer.arrived(tick, this.#now());
    for (let i = 0; i < this.#list.length; i++) {
      const shown = this.#list[i] as Shown<Fields>;
      const life = this.#options.life?.(shown.row.fields) ?? 0;
      if (!goesOn || life !== shown.life) {
        shown.track.clear();
        shown.error.fill(0);
        shown.guessed = false;
        shown.isNew = true;
      }
      shown.life = life;
      this.#options.pose(shown.row.fields, this.#scratch);
      const wasGuessed = shown.guessed && !shown.track.isEmpty;
      if (wasGuessed) this.#sample(shown, shown.before);
      shown.track.push(tick, this.#scratch);
      if (wasGuessed) this.#learn(shown);
    }
  }

  /** New state shows how wrong the guess was at this moment. */
  #learn(shown: Shown<Fields>): void {
    this.#sample(shown, this.#scratch);
    const { wraps } = this.#options;
    for (let i = 0; i < wraps.length; i++)
      shown.error[i] = at(shown.error, i) + way(at(this.#scratch, i), at(shown.before, i), wraps[i] ?? 0);
  }

  #sample(shown: Shown<Fields>, pose: Float64Array): void {
    const buffer = this.#buffer;
    if (buffer !== null) shown.track.sample(buffer, pose, this.#scratchVelocity);
  }

  #fade({ pose, error }: Shown<Fields>): void {
    const slow = lengthOf(error, this.#dimensions) / this.#glidePerMs;
    const fade = Math.exp(-this.#elapsedMs / Math.max(correctionMs, slow));
    for (let i = 0; i < pose.length; i++) {
      error[i] = at(error, i) * fade;
      pose[i] = at(pose, i) + at(error, i);
    }
  }

  #count(shown: Shown<Fields>): void {
    let square = 0;
    for (let i = 0; i < this.#dimensions; i++) {
      const jump = at(shown.pose, i) - at(shown.before, i) - at(shown.velocity, i) * this.#ticks;
      square += jump * jump;
    }
    if (!shown.isNew && square > this.#options.popDistance * this.#options.popDistance) this.#pops++;
    shown.isNew = false;
  }
}
