import { type Row, type Table, Turn } from '../sdk/index.ts';
import { Button, cooldown, rewindTicks, type Shot } from './contract.ts';
import { along, type Flight, type Helm, unit } from './flight.ts';
import { rowList } from './rowList.ts';

const shotSpeed = 28 * unit;
const muzzle = 20 * unit;
const ttl = 40;
/** Ticks by which the room's shot may be off from what we expected, for it still to be the same. */
const sameWithin = 12;
/** Ticks of state after a shot's own in which the room may still tell of it. */
const patience = 3;

/** A shot as it is shown in this frame, in units. */
export interface ShownShot {
  x: number;
  y: number;
  /** Units a tick. */
  vx: number;
  vy: number;
  owner: number;
}

/** A shot that the room tells of. */
interface Told extends Omit<ShownShot, 'owner'>, Pick<Shot, 'owner' | 'born' | 'ttl'> {
  readonly key: number;
}

interface Guess extends ShownShot {
  /** The input that fired it. */
  readonly n: number;
  /** The tick of the others that the room was told we saw. */
  readonly seen: number;
}

/** Our ship where it is shown. A class of its own: it has fractions of steps, and all that share a shape with it would too. */
export class Trigger implements Flight {
  x = 0;
  y = 0;
  vx = 0;
  vy = 0;
  angle = 0;
}

/** What the shots need to know of the moment. */
export interface ShotClock {
  /** The tick in which the others are shown, and with them all shots. */
  readonly others: number;
  /** The tick of the newest state. */
  readonly state: number;
}

/**
 * The shots, in the time in which the others are shown: so the room judges them. A shot of ours is there as soon as the trigger is
 * pulled; the room's row replaces it when it comes, and if it does not, the shot never was.
 *
 * The room bears a shot of ours in the tick that we saw when we fired, so that it is at the muzzle at that moment. If we saw further
 * back than it looks, the shot is born a few ticks later than that, its lag: it then sets out at two thirds of its speed, and is
 * where the room has it after three times the lag.
 */
export class Shots {
  readonly #rows: readonly Told[];
  readonly #tickOf: (n: number) => number | null;
  readonly #charge: () => number;
  readonly #shown: ShownShot[] = [];
  readonly #told: Row<Shot>[] = [];
  /** The shot that is about to be fired, made anew in every frame. */
  readonly #fired: ShownShot = { x: 0, y: 0, vx: 0, vy: 0, owner: 0 };
  /** Of the room's shots of ours: by how many ticks they were born after what we saw. */
  readonly #lags = new Map<number, number>();
  #count = 0;
  /** How old the shot is that is about to be shown, in ticks with a fraction. */
  #age = 0;
  #guesses: Guess[] = [];
  #own = 0;
  /** The first tick in which our ship can fire again, by what the room told. */
  #ready = 0;

  /**
   * `tickOf`: the tick in which an input of ours is, or lately was, expected to be applied. `charge`: the tick until which our guns
   * are overcharged.
   */
  constructor(table: Table<Shot>, tickOf: (n: number) => number | null, charge: () => number) {
    this.#rows = rowList(table, ({ owner, x, y, vx, vy, born, ttl }, key) => ({
      key,
      owner,
      x,
      y,
      vx,
      vy,
      born,
      ttl,
    }));
    this.#tickOf = tickOf;
    this.#charge = charge;
    table.onAdd((row) => this.#hear(row));
    table.onRemove((row) => this.#lags.delete(row.key));
  }

  /** How many are shown; {@link at} has them. */
  get count(): number {
    return this.#count;
  }

  /** Guesses that the room has not told of yet. */
  get guessed(): number {
    return this.#guesses.length;
  }

  at(index: number): ShownShot {
    return this.#shown[index] as ShownShot;
  }

  /** A ship of ours begins to fly (0: none): no shot of before holds it back. */
  begin(own: number): void {
    this.#own = own;
    this.#ready = 0;
    this.#guesses = [];
    this.#told.length = 0;
  }

  /** An input of ours was sent, with the tick of the others that it told of. `flight` is our ship after it. */
  sent(n: number, tick: number, seen: number, flight: Readonly<Flight>, helm: Helm): void {
    if ((helm.buttons & Button.fire) === 0 || !this.#canFire(tick)) return;
    const guess = { n, seen, owner: this.#own, x: 0, y: 0, vx: 0, vy: 0 };
    bear(flight, guess);
    this.#guesses.push(guess);
  }

  /**
   * Makes the shots of this frame. `trigger`: our ship where it is shown, if it is told to fire; `nextTick`: the tick of the
   * next input.
   */
  advance(clock: ShotClock, trigger: Readonly<Flight> | null, nextTick: number): void {
    this.#count = 0;
    for (let i = 0; i < this.#told.length; i++) this.#replace(this.#told[i] as Row<Shot>);
    this.#told.length = 0;
    for (let i = 0; i < this.#rows.length; i++) {
      const told = this.#rows[i] as Told;
      const age = ageOf(clock.others - told.born, this.#lags.get(told.key) ?? 0);
      this.#age = age < told.ttl ? age : told.ttl;
      if (age >= 0) this.#show(told);
    }
    for (let i = this.#guesses.length - 1; i >= 0; i--) {
      const guess = this.#guesses[i];
      const tick = guess === undefined ? null : this.#tickOf(guess.n);
      if (guess === undefined || tick === null || clock.state >= tick + patience) this.#guesses.splice(i, 1);
      else {
        const born = bornAt(guess.seen, tick);
        const age = ageOf(clock.others - born, born - guess.seen);
        this.#age = age < 0 ? 0 : age < ttl ? age : ttl;
        this.#show(guess);
      }
    }
    if (trigger === null || !this.#canFire(nextTick)) return;
    this.#fired.owner = this.#own;
    bear(trigger, this.#fired);
    this.#age = 0;
    this.#show(this.#fired);
  }

  #canFire(tick: number): boolean {
    const last = this.#guesses[this.#guesses.length - 1];
    const expected = last === undefined ? null : this.#tickOf(last.n);
    return (
      tick >= this.#ready && (expected === null || tick >= expected + cooldown(expected, this.#charge()))
    );
  }

  #hear(row: Row<Shot>): void {
    // The state's own tick, and with it where our inputs are, is known only after its rows.
    if (row.fields.owner === this.#own) this.#told.push(row);
  }

  #replace({ key, fields: { born } }: Row<Shot>): void {
    let nearest = -1;
    let least = sameWithin + 1;
    let fired = born;
    this.#guesses.forEach(({ n, seen }, i) => {
      const tick = this.#tickOf(n);
      if (tick === null) return;
      const off = Math.abs(bornAt(seen, tick) - born);
      if (off < least) [nearest, least, fired] = [i, off, tick];
    });
    const [guess] = nearest >= 0 ? this.#guesses.splice(nearest, 1) : [];
    if (guess !== undefined) this.#lags.set(key, Math.max(0, born - guess.seen));
    this.#ready = Math.max(this.#ready, fired + cooldown(fired, this.#charge()));
  }

  #show(shot: Readonly<ShownShot>): void {
    let shown = this.#shown[this.#count];
    if (shown === undefined) {
      shown = { x: 0, y: 0, vx: 0, vy: 0, owner: 0 };
      this.#shown[this.#count] = shown;
    }
    shown.x = shot.x + shot.vx * this.#age;
    shown.y = shot.y + shot.vy * this.#age;
    shown.vx = shot.vx;
    shown.vy = shot.vy;
    shown.owner = shot.owner;
    this.#count++;
  }
}

/** When the room bears a shot that is fired in a tick. */
function bornAt(seen: number, tick: number): number {
  return Math.min(tick, Math.max(seen, tick - rewindTicks));
}

/** How old a shot is shown that was born so many ticks ago, and so many ticks after what its shooter saw. */
function ageOf(ago: number, lag: number): number {
  const since = ago + lag;
  return since < 3 * lag ? (since * 2) / 3 : ago;
}

/** Where a shot sets out, and how fast. */
function bear({ x, y, vx, vy, angle }: Readonly<Flight>, shot: ShownShot): void {
  const cos = Turn.cos(angle);
  const sin = Turn.sin(angle);
  shot.x = (x + along(muzzle, cos)) / unit;
  shot.y = (y + along(muzzle, sin)) / unit;
  shot.vx = (vx + along(shotSpeed, cos)) / unit;
  shot.vy = (vy + along(shotSpeed, sin)) / unit;
}
