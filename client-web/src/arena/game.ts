import type { Room, Table } from '../sdk/index.ts';
import { CrystalKind, type Shot } from './contract.ts';
import type { View } from './draw/view.ts';
import { type GameEvent, readGameEvent } from './gameEvents.ts';
import { Stage } from './stage.ts';
import type { ShownShip, World } from './world.ts';

/** A shot that is told this much later than it was fired, in ticks, comes with the first state: nobody saw it leave. */
const lateShot = 6;

/** The room's game around its ships: what is played for, and what of it is to be seen. */
export class Game {
  readonly stage: Stage;
  readonly world: World;
  readonly #view: View;
  readonly #shots: Table<Shot>;

  constructor(
    room: Room,
    world: World,
    view: View,
    told: (event: GameEvent) => void,
    fired: (by: ShownShip) => void,
  ) {
    this.stage = new Stage(room);
    this.world = world;
    this.#view = view;
    this.#shots = room.state.table<Shot>('shots');
    this.#shots.onAdd(({ fields }) => {
      const by = world.ship(fields.owner);
      if (by === undefined || room.state.tick - fields.born > lateShot) return;
      view.flash(by);
      fired(by);
    });
    room.onEvent((event) => {
      const known = readGameEvent(event);
      if (known === null) return;
      this.#show(known);
      told(known);
    });
  }

  #show(event: GameEvent): void {
    if (event.what !== 'took' && event.what !== 'banked') return;
    const ship = this.world.ship(event.ship);
    if (ship === undefined) return;
    if (event.what === 'banked') this.#view.gain(ship, `+${event.amount} banked`, 'treasure', true);
    else if (event.kind === CrystalKind.repair) this.#view.gain(ship, 'Repaired', 'repair', false);
    else if (event.kind === CrystalKind.overcharge) this.#view.gain(ship, 'Overcharge', 'overcharge', false);
    else this.#view.gain(ship, `+${event.worth}`, 'treasure', false);
  }
}
