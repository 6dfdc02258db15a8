import { Button, noAim, rewindTicks } from '../../../src/arena/contract.ts';
import { along, type Flight, fly, type Helm, unit } from '../../../src/arena/flight.ts';
import { Turn } from '../../../src/sdk/index.ts';
import type { ColumnSchema, TableChanges } from '../../../src/sdk/serverFrames.ts';

export const firstTick = 1000;
const bots = 7;
const worldSteps = 4096 * unit;

const int = (name: string, quantum = 1): ColumnSchema => [name, 'int', quantum];
const lengths = ['x', 'y', 'vx', 'vy'].map((name) => int(name, 1 / unit));
export const shipColumns: ColumnSchema[] = [
  int('seat'),
  ['name', 'text', 1],
  ...lengths,
  int('angle'),
  int('thrust'),
  int('alive'),
  int('deaths'),
];
export const shotColumns: ColumnSchema[] = [int('owner'), ...lengths, int('born'), int('ttl')];

type ServerRow = [key: number, mask: number, ...cells: (number | string)[]];

interface Steered {
  readonly key: number;
  readonly seat: number;
  readonly flight: Flight;
  helm: Helm;
  helmUntil: number;
}

/** The room as the server runs it: one input a tick, the last one in force for 15 ticks, 8 may wait. */
export class SimulatedRoom {
  tick = firstTick;
  applied = 0;
  dropped = 0;
  readonly #random: () => number;
  readonly #ships: Steered[] = [];
  readonly #shots = new Map<number, { readonly row: ServerRow; readonly until: number }>();
  readonly #queue: { readonly n: number; readonly helm: Helm; readonly seen: number }[] = [];
  #rewind = 0;
  #inputAt = Number.NEGATIVE_INFINITY;
  #readyAt = 0;
  #nextKey = 100;

  constructor(random: () => number) {
    this.#random = random;
    for (let key = 1; key <= bots + 1; key++)
      this.#ships.push({
        key,
        seat: key === 1 ? 0 : -1,
        flight: {
          x: Math.floor((0.2 + 0.6 * random()) * worldSteps),
          y: Math.floor((0.2 + 0.6 * random()) * worldSteps),
          vx: 0,
          vy: 0,
          angle: Math.floor(random() * 1024),
        },
        helm: { buttons: 0, aim: noAim },
        helmUntil: 0,
      });
  }

  offer(n: number, [buttons, aim, seen]: readonly number[]): void {
    if (this.#queue.length === 8) {
      this.#queue.shift();
      this.dropped++;
    }
    this.#queue.push({ n, helm: { buttons: buttons ?? 0, aim: aim ?? noAim }, seen: seen ?? this.tick });
  }

  /** Makes a tick and tells what changed. */
  step(): TableChanges[] {
    this.tick++;
    const removed: number[] = [];
    const born: ServerRow[] = [];
    for (const ship of this.#ships) {
      if (ship.seat < 0) this.#steer(ship);
      else {
        const input = this.#queue.shift();
        if (input !== undefined) {
          this.applied = input.n;
          this.#inputAt = this.tick;
          ship.helm = input.helm;
          this.#rewind = Math.max(0, Math.min(rewindTicks, this.tick - input.seen));
        }
        if (this.tick - this.#inputAt >= 15) ship.helm = { buttons: 0, aim: noAim };
      }
      fly(ship.flight, ship.helm, worldSteps, ship.flight);
      if (ship.seat >= 0 && (ship.helm.buttons & Button.fire) !== 0 && this.tick >= this.#readyAt) {
        this.#readyAt = this.tick + 8;
        born.push(this.#fire(ship));
      }
    }
    for (const [key, { until }] of this.#shots)
      if (this.tick >= until) {
        this.#shots.delete(key);
        removed.push(key);
      }
    return [
      [0, [], this.#ships.map((ship) => this.#row(ship))],
      [1, removed, born],
    ];
  }

  full(): TableChanges[] {
    return [[0, [], this.#ships.map((ship) => this.#row(ship))]];
  }

  #steer(ship: Steered): void {
    if (this.tick < ship.helmUntil) return;
    ship.helmUntil = this.tick + 5 + Math.floor(this.#random() * 40);
    ship.helm = {
      buttons: this.#random() < 0.8 ? Button.thrust : Button.brake,
      aim: Math.floor(this.#random() * 1024),
    };
  }

  #fire({ key, flight }: Steered): ServerRow {
    const cos = Turn.cos(flight.angle);
    const sin = Turn.sin(flight.angle);
    const row: ServerRow = [
      this.#nextKey++,
      127,
      key,
      flight.x + along(320, cos),
      flight.y + along(320, sin),
      flight.vx + along(448, cos),
      flight.vy + along(448, sin),
      this.tick - this.#rewind,
      40,
    ];
    this.#shots.set(row[0], { row, until: this.tick - this.#rewind + 40 });
    return row;
  }

  #row({ key, seat, flight, helm }: Steered): ServerRow {
    const { x, y, vx, vy, angle } = flight;
    return [key, 1023, seat, `${key}`, x, y, vx, vy, angle, helm.buttons & 1, 1, 0];
  }
}
