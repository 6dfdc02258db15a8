import type { Room, Table } from '../sdk/index.ts';
import { CrystalKind, type Shot } from './contract.ts';
import { palette } from './draw/palette.ts';
import type { Renderer } from './draw/renderer.ts';
import { type GameEvent, readGameEvent } from './gameEvents.ts';
import { Stage } from './stage.ts';
import type { ShownShip, World } from './world.ts';

/** A shot that is told this much later than it was fired, in ticks, comes with the first state: nobody saw it leave. */
const lateShot = 6;

/** The room's game around its ships: what is played for, and what of it is to be seen. */
export class Game {
  readonly stage: Stage;
  readonly world: World;
  readonly #renderer: Renderer;
  readonly #shots: Table<Shot>;

  constructor(
    room: Room,
    world: World,
    renderer: Renderer,
    told: (event: GameEvent) => void,
    fired: (by: ShownShip) => void,
  ) {
    this.stage = new Stage(room);
    this.world = world;
    this.#renderer = renderer;
    this.#shots = room.state.table<Shot>('shots');
    this.#shots.onAdd(({ fields }) => {
      const by = this.ship(fields.owner);
      if (by === undefined || room.state.tick - fields.born > lateShot) return;
      renderer.flash(by);
      fired(by);
    });
    room.onEvent((event) => {
      const known = readGameEvent(event);
      if (known === null) return;
      this.#show(known);
      told(known);
    });
  }

  ship(key: number): ShownShip | undefined {
    for (const shown of this.world.ships()) if (shown.key === key) return shown;
    return undefined;
  }

  #show(event: GameEvent): void {
    if (event.what !== 'took' && event.what !== 'banked') return;
    const ship = this.ship(event.ship);
    if (ship === undefined) return;
    if (event.what === 'banked') this.#renderer.gain(ship, `+${event.amount} banked`, palette.treasure, true);
    else if (event.kind === CrystalKind.repair) this.#renderer.gain(ship, 'Repaired', palette.repair, false);
    else if (event.kind === CrystalKind.overcharge)
      this.#renderer.gain(ship, 'Overcharge', palette.overcharge, false);
    else this.#renderer.gain(ship, `+${event.worth}`, palette.treasure, false);
  }
}
