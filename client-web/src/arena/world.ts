import type { Payload, Room, Row, Table } from '../sdk/index.ts';
import type { Ship, Shot } from './contract.ts';
import { Timeline } from './timeline.ts';
import { mixAngle, type Pose, Track } from './track.ts';

/** Others are shown this many ticks late, so that there is nearly always a later pose to move towards. */
const delay = 3;
/** How fast a correction of our own ship's place fades, and its heading follows, milliseconds. */
const correctionMs = 90;
const turnMs = 45;
/** A correction larger than this is a leap (respawn), not an error. */
const leap = 200;

/** A ship as it is shown in this frame. */
export interface ShownShip extends Pose {
  readonly key: number;
  readonly ship: Readonly<Ship>;
  own: boolean;
}

/** What happened and is worth an effect. `at` is the ship it happened to. */
export type Happening =
  | {
      readonly what: 'hit';
      readonly at: ShownShip;
      readonly damage: number;
      /** Where the shot met it; not a number if the room does not tell. */
      readonly x: number;
      readonly y: number;
    }
  | { readonly what: 'kill'; readonly at: ShownShip; readonly by: ShownShip | undefined }
  | { readonly what: 'spawn'; readonly at: ShownShip }
  | { readonly what: 'news'; readonly text: string };

interface Tracked extends ShownShip {
  readonly track: Track;
  wasAlive: boolean;
  /** Where our own ship was shown minus where it should have been, fading. */
  errorX: number;
  errorY: number;
}

/** The room's state as it is shown: at display rate, others a little in the past, ourselves in the present. */
export class World {
  readonly shots: Table<Shot>;
  readonly #room: Room;
  readonly #happened: (happening: Happening) => void;
  readonly #timeline = new Timeline();
  readonly #tracked = new Map<number, Tracked>();
  #own: Tracked | null = null;

  constructor(room: Room, happened: (happening: Happening) => void) {
    this.#room = room;
    this.#happened = happened;
    this.shots = room.state.table<Shot>('shots');
    const ships = room.state.table<Ship>('ships');
    ships.onAdd((row) => this.#add(row));
    ships.onRemove((row) => this.#remove(row.key));
    room.state.onUpdate((tick) => this.#record(tick));
    room.onEvent(({ name, payload }) => this.#onEvent(name, payload));
  }

  /** The tick in which shots and our own ship are shown. */
  get tick(): number {
    return this.#timeline.tick;
  }

  get own(): ShownShip | null {
    return this.#own;
  }

  ships(): IterableIterator<ShownShip> {
    return this.#tracked.values();
  }

  advance(elapsedMs: number): void {
    const { clock, info, state } = this.#room;
    if (info === null || state.tick === 0) return;
    this.#timeline.advance(elapsedMs, info.tickRate, clock.tick(), state.tick);
    const fade = Math.exp(-elapsedMs / correctionMs);
    const follow = 1 - Math.exp(-elapsedMs / turnMs);
    for (const shown of this.#tracked.values()) {
      if (!shown.own) {
        shown.track.sample(this.tick - delay, shown);
        continue;
      }
      shown.errorX *= fade;
      shown.errorY *= fade;
      shown.x = this.#aheadX(shown.ship) + shown.errorX;
      shown.y = this.#aheadY(shown.ship) + shown.errorY;
      shown.angle = mixAngle(shown.angle, shown.ship.angle, follow);
    }
  }

  #add({ key, fields }: Row<Ship>): void {
    const { x, y, angle } = fields;
    const own = fields.seat >= 0 && fields.seat === this.#room.info?.seat;
    const shown: Tracked = {
      key,
      ship: fields,
      own,
      x,
      y,
      angle,
      track: new Track(),
      wasAlive: false,
      errorX: 0,
      errorY: 0,
    };
    this.#tracked.set(key, shown);
    if (own) this.#own = shown;
  }

  #remove(key: number): void {
    this.#tracked.delete(key);
    if (this.#own?.key === key) this.#own = null;
  }

  #record(tick: number): void {
    const seat = this.#room.info?.seat ?? -1;
    for (const shown of this.#tracked.values()) {
      const { ship } = shown;
      // The seat can change while the row stays: after a long absence we come back on another one.
      shown.own = seat >= 0 && ship.seat === seat;
      if (shown.own) this.#own = shown;
      const alive = ship.alive === 1;
      if (alive && !shown.wasAlive) shown.track.clear();
      shown.wasAlive = alive;
      shown.track.push(tick, ship.x, ship.y, ship.angle);
      if (shown.own) this.#correct(shown);
    }
    if (this.#own?.own === false) this.#own = null;
  }

  /** New state moves our ship; it glides there instead of jumping. */
  #correct(shown: Tracked): void {
    const errorX = shown.x - this.#aheadX(shown.ship);
    const errorY = shown.y - this.#aheadY(shown.ship);
    const leapt = Math.abs(errorX) > leap || Math.abs(errorY) > leap;
    shown.errorX = leapt ? 0 : errorX;
    shown.errorY = leapt ? 0 : errorY;
  }

  #aheadX(ship: Ship): number {
    return ship.x + ship.vx * this.#ahead(ship);
  }

  #aheadY(ship: Ship): number {
    return ship.y + ship.vy * this.#ahead(ship);
  }

  /** Ticks that the picture of our own ship is ahead of the newest state; a little behind when state comes early. */
  #ahead(ship: Ship): number {
    return ship.alive === 1 ? this.tick - this.#room.state.tick : 0;
  }

  #onEvent(name: string, payload: Payload): void {
    const fields = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<
      string,
      Payload
    >;
    const at = this.#shown(name === 'spawn' ? fields.ship : fields.target);
    switch (name) {
      case 'hit':
        if (at)
          this.#happened({
            what: 'hit',
            at,
            damage: Number(fields.damage),
            x: Number(fields.x),
            y: Number(fields.y),
          });
        break;
      case 'kill':
        if (at) this.#happened({ what: 'kill', at, by: this.#shown(fields.by) });
        break;
      case 'spawn':
        if (at) this.#happened({ what: 'spawn', at });
        break;
      case 'joined':
        this.#happened({ what: 'news', text: `${String(fields.name)} is here` });
        break;
      case 'left':
        this.#happened({ what: 'news', text: `${String(fields.name)} left` });
        break;
    }
  }

  #shown(key: Payload | undefined): ShownShip | undefined {
    return typeof key === 'number' ? this.#tracked.get(key) : undefined;
  }
}
