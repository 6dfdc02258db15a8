import type { Room, Table } from '../sdk/index.ts';
import { type Crystal, type Gate, type Round, worldOf } from './contract.ts';
import { rowList } from './rowList.ts';

/** How fast the shown gate follows the room's, which moves in small steps, milliseconds. */
const gateMs = 160;
/** Further than this the gate leaps: another round has begun. */
const gateLeap = 300;

/** A crystal as it lies there. */
export interface Lying extends Crystal {
  readonly key: number;
}

/** What the ships play for and where: round, crystals, gate. A room that has none of them is an endless round. */
export class Stage {
  /** In a list, as every frame walks over it. */
  readonly crystals: readonly Lying[];
  readonly #room: Room;
  readonly #rounds: Table<Round>;
  readonly #gates: Table<Gate>;
  /** Where the gate is shown. */
  gateX = 0;
  gateY = 0;
  /** The room's clock in this frame. */
  tick = 0;

  constructor(room: Room) {
    this.#room = room;
    this.crystals = rowList(room.state.table<Crystal>('crystals'), ({ x, y, kind, worth }, key) => ({
      key,
      x,
      y,
      kind,
      worth,
    }));
    this.#rounds = room.state.table<Round>('round');
    this.#gates = room.state.table<Gate>('gate');
  }

  get round(): Readonly<Round> | null {
    return this.#rounds.get(1)?.fields ?? null;
  }

  get isPodium(): boolean {
    return this.round?.phase === 1;
  }

  /** Of the gate, in units; 0 if there is none. */
  get gateRadius(): number {
    return this.#gates.get(1)?.fields.radius ?? 0;
  }

  /** Width and height of the world. */
  get world(): number {
    return worldOf(this.#rounds.get(1)?.fields);
  }

  get tickRate(): number {
    return this.#room.info?.tickRate ?? 30;
  }

  /** Whole seconds until a tick, never below 0. */
  secondsUntil(tick: number): number {
    return Math.max(0, Math.ceil((tick - this.tick) / this.tickRate));
  }

  /** Once a frame, with its time. */
  advance(elapsedMs: number, now: number): void {
    this.tick = this.#room.clock.tick(now);
    const gate = this.#gates.get(1)?.fields;
    if (gate === undefined) return;
    const dx = gate.x - this.gateX;
    const dy = gate.y - this.gateY;
    const isLeap = Math.abs(dx) > gateLeap || Math.abs(dy) > gateLeap;
    const share = isLeap ? 1 : 1 - Math.exp(-elapsedMs / gateMs);
    this.gateX += dx * share;
    this.gateY += dy * share;
  }
}
