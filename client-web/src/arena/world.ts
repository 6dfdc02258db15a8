import {
  Interpolator,
  type InterpolatorStats,
  type Payload,
  Predictor,
  type PredictorStats,
  type Room,
  type Row,
  type Table,
} from '../sdk/index.ts';
import {
  Button,
  inputTicks,
  isPodiumAt,
  noAim,
  type Round,
  type Ship,
  type Shot,
  tellsSeen,
  turn,
  worldOf,
  worldSize,
} from './contract.ts';
import { blankFlight, copyFlight, type Flight, fly, type Helm, unit } from './flight.ts';
import type { Helmsman } from './helmsman.ts';
import { type ShotClock, Shots, Trigger } from './shots.ts';

/** A correction of our place that is larger than a ship, in units, is one that a player notices. */
const noticed = 22;
/** A correction larger than this is a leap (respawn), not an error. */
const leap = 200;
/** A ship that is drawn this far from where it flies was seen to jump. */
const popDistance = 11;

const wraps = [0, 0, turn];
const idle: Helm = { buttons: 0, aim: noAim };

/** A ship as it is shown in this frame. */
export interface ShownShip {
  readonly key: number;
  readonly ship: Readonly<Ship>;
  own: boolean;
  x: number;
  y: number;
  angle: number;
  /** Whether its engine burns. */
  burns: boolean;
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

/** How well the picture holds against the network. */
export interface WorldStats {
  readonly own: PredictorStats | null;
  readonly others: InterpolatorStats;
  /** Ticks by which the others are shown late. */
  readonly delay: number;
}

interface Tracked extends ShownShip {
  wasAlive: boolean;
}

/**
 * The room's state as it is shown: our own ship in the present, by prediction, the others a little in the past, and the shots
 * with those who fired them. It also is what sends the player's inputs, one for each tick that it predicts.
 */
export class World {
  readonly shots: Shots;
  readonly #room: Room;
  readonly #helmsman: Helmsman;
  readonly #happened: (happening: Happening) => void;
  readonly #rounds: Table<Round>;
  readonly #tracked = new Map<number, Tracked>();
  /** The same in a list, as every frame walks over it. */
  readonly #list: Tracked[] = [];
  readonly #others: Interpolator<Ship>;
  #predictor: Predictor<Flight, Helm> | null = null;
  #own: Tracked | null = null;
  #round = 0;
  /** Width and height of the world, as the ships fly in it. */
  #size = worldSize * unit;
  /** Rewritten in every frame. */
  readonly #clock: { -readonly [Key in keyof ShotClock]: ShotClock[Key] } = { others: 0, state: 0 };
  readonly #trigger = new Trigger();
  readonly #told = blankFlight();
  /** What is said in a tick; it is encoded at once. */
  readonly #input: number[] = [];
  /** The tick of the others that the last input told of. */
  #seen = 0;
  #advancedAt: number;

  constructor(
    room: Room,
    helmsman: Helmsman,
    happened: (happening: Happening) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#room = room;
    this.#helmsman = helmsman;
    this.#happened = happened;
    this.#advancedAt = now();
    const ships = room.state.table<Ship>('ships');
    for (const row of ships.rows()) this.#add(row);
    ships.onAdd((row) => this.#add(row));
    ships.onRemove((row) => this.#remove(row.key));
    this.#others = new Interpolator(room, ships, {
      pose: readPose,
      wraps,
      // A wreck still belongs to the life that ended; the ship that comes back elsewhere is another one.
      life: (ship) => (ship.alive === 1 ? ship.deaths : ship.deaths - 1),
      popDistance,
      now,
    });
    this.#rounds = room.state.table<Round>('round');
    this.shots = new Shots(
      room.state.table<Shot>('shots'),
      (n) => this.#predictor?.tickOf(n) ?? null,
      () => this.#own?.ship.charge ?? 0,
    );
    room.state.onUpdate((tick) => this.#record(tick));
    room.onStatus(({ phase }) => {
      // After a reconnect the inputs that were on the way are lost, and their numbers used again.
      if (phase === 'joined') this.#predictor?.reset();
    });
    room.onEvent(({ name, payload }) => this.#onEvent(name, payload));
  }

  get own(): ShownShip | null {
    return this.#own;
  }

  /** The ticks in which our own ship and the others are shown. */
  get ownTick(): number {
    return this.#predictor?.tick ?? this.#others.tick;
  }

  get othersTick(): number {
    return this.#others.tick;
  }

  get stats(): WorldStats {
    const { delay, stats } = this.#others;
    return { own: this.#predictor?.stats ?? null, others: stats, delay };
  }

  get ships(): readonly ShownShip[] {
    return this.#list;
  }

  ship(key: number): ShownShip | undefined {
    return this.#tracked.get(key);
  }

  /** Moves the picture on to now, and tells the room what the player does in the ticks that begin. Once a frame, with its time. */
  advance(now: number): void {
    const elapsed = Math.max(0, now - this.#advancedAt);
    this.#advancedAt = now;
    this.#others.advance(now);
    const helm = this.#helmsman.now();
    for (let i = 0; i < this.#list.length; i++) {
      const shown = this.#list[i] as Tracked;
      if (!shown.own) this.#showOther(shown);
    }
    if (this.#own !== null) this.#showOwn(this.#own, elapsed, helm, now);
    this.#showShots(helm);
  }

  #showOther(shown: Tracked): void {
    const pose = this.#others.pose(shown.key);
    if (pose !== undefined) place(shown, pose);
    shown.burns = shown.ship.thrust === 1;
  }

  #showOwn(shown: Tracked, elapsed: number, helm: Helm, now: number): void {
    const predictor = this.#predictor;
    if (predictor === null || shown.ship.alive !== 1) {
      predictor?.stop();
      this.#helmsman.sent();
      this.#showOther(shown);
      return;
    }
    predictor.advance(elapsed, this.#room.clock, helm, now);
    place(shown, predictor.pose);
    shown.burns = (helm.buttons & Button.thrust) !== 0 && !this.#isPodiumAt(predictor.nextTick);
  }

  #showShots(helm: Helm): void {
    const own = this.#own;
    const predicted = this.#predictor?.predicted ?? null;
    const nextTick = this.#predictor?.nextTick ?? 0;
    const wants = (helm.buttons & Button.fire) !== 0 && !this.#isPodiumAt(nextTick);
    const fires = own !== null && predicted !== null && wants;
    const trigger = this.#trigger;
    if (fires) {
      trigger.x = own.x * unit;
      trigger.y = own.y * unit;
      trigger.vx = predicted.vx;
      trigger.vy = predicted.vy;
      trigger.angle = Math.round(own.angle);
    }
    this.#clock.others = this.#others.tick;
    this.#clock.state = this.#room.state.tick;
    this.shots.advance(this.#clock, fires ? trigger : null, nextTick);
  }

  #add({ key, fields }: Row<Ship>): void {
    const { x, y, angle } = fields;
    const tracked: Tracked = {
      key,
      ship: fields,
      own: this.#isOwn(fields),
      x,
      y,
      angle,
      burns: false,
      wasAlive: false,
    };
    this.#tracked.set(key, tracked);
    this.#list.push(tracked);
  }

  #remove(key: number): void {
    const tracked = this.#tracked.get(key);
    if (tracked !== undefined) this.#list.splice(this.#list.indexOf(tracked), 1);
    this.#tracked.delete(key);
    if (this.#own?.key === key) this.#own = null;
  }

  #isOwn(ship: Ship): boolean {
    const seat = this.#room.info?.seat ?? -1;
    return seat >= 0 && ship.seat === seat;
  }

  #record(tick: number): void {
    let own: Tracked | null = null;
    for (let i = 0; i < this.#list.length; i++) {
      const shown = this.#list[i] as Tracked;
      // The seat can change while the row stays: after a long absence we come back on another one.
      shown.own = this.#isOwn(shown.ship);
      if (shown.own) own = shown;
      const alive = shown.ship.alive === 1;
      if (shown.own && alive && (!shown.wasAlive || own?.key !== this.#own?.key)) this.shots.begin(shown.key);
      shown.wasAlive = alive;
    }
    if (own?.key !== this.#own?.key) this.#predictor?.reset();
    // In another round every ship begins elsewhere: it did not fly there.
    const round = this.#rounds.get(1)?.fields;
    const number = round?.number ?? 0;
    if (number !== this.#round) this.#predictor?.stop();
    this.#round = number;
    this.#size = worldOf(round) * unit;
    this.#own = own;
    const { info, state } = this.#room;
    if (info === null || own === null) return;
    this.#predictor ??= this.#predict(info.tickRate);
    if (own.ship.alive !== 1) return;
    readFlight(own.ship, this.#told);
    this.#predictor.reconcile(tick, state.appliedInput, this.#told);
  }

  #predict(tickRate: number): Predictor<Flight, Helm> {
    return new Predictor<Flight, Helm>({
      tickRate,
      step: (flight, helm, tick, into) => fly(flight, this.#isPodiumAt(tick) ? idle : helm, this.#size, into),
      blank: blankFlight,
      copy: copyFlight,
      idle,
      holdTicks: inputTicks,
      send: ({ buttons, aim }) => this.#send(buttons, aim),
      sent: (n, tick, flight, helm) => {
        if (!this.#isPodiumAt(tick)) this.shots.sent(n, tick, this.#seen, flight, helm);
      },
      pose: (flight, pose) => {
        pose[0] = flight.x / unit;
        pose[1] = flight.y / unit;
        pose[2] = flight.angle;
      },
      wraps,
      distance: (a, b) => {
        const dx = a.x - b.x;
        const dy = a.y - b.y;
        return Math.sqrt(dx * dx + dy * dy) / unit;
      },
      largeCorrection: noticed,
      snapDistance: leap,
    });
  }

  #send(buttons: number, aim: number): number | null {
    this.#seen = Math.floor(this.#others.seen);
    const input = this.#input;
    input[0] = buttons;
    input[1] = aim;
    if (tellsSeen) input[2] = this.#seen;
    const n = this.#room.input(input);
    if (n !== null) this.#helmsman.sent();
    return n;
  }

  #isPodiumAt(tick: number): boolean {
    return isPodiumAt(this.#rounds.get(1)?.fields, tick);
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

function readPose(ship: Readonly<Ship>, pose: Float64Array): void {
  pose[0] = ship.x;
  pose[1] = ship.y;
  pose[2] = ship.angle;
}

function place(shown: Tracked, pose: Float64Array): void {
  shown.x = pose[0] ?? shown.x;
  shown.y = pose[1] ?? shown.y;
  shown.angle = pose[2] ?? shown.angle;
}

/**
 * The room's own integers: a column is one of them times 1/16, which is exact. They are said to be integers, or each would be a
 * fraction on the heap.
 */
function readFlight({ x, y, vx, vy, angle }: Ship, into: Flight): void {
  into.x = (x * unit) | 0;
  into.y = (y * unit) | 0;
  into.vx = (vx * unit) | 0;
  into.vy = (vy * unit) | 0;
  into.angle = angle;
}
