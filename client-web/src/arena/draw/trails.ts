import { radians } from '../contract.ts';
import type { ShownShip } from '../world.ts';
import type { Lens } from './lens.ts';
import { shipTint } from './palette.ts';
import { Pool } from './pool.ts';
import { beamLength, beamWidth, nozzle } from './shapes.ts';

const most = 900;
const life = 820;
/** A piece of trail longer than this, in units, would be a leap. */
const longest = 90;
/** Shorter pieces, in units, wait until they are worth one. */
const shortest = 3;

interface Engine {
  x: number;
  y: number;
  burns: boolean;
}

/** Ribbons of light behind the engines, piece by piece from where an engine was to where it is. */
export class Trails {
  readonly #pool = new Pool(most, () => ({
    x: 0,
    y: 0,
    angle: 0,
    length: 0,
    tint: 0,
    age: 0,
    life: 0,
  }));
  readonly #engines = new Map<number, Engine>();

  /** Once a frame for every ship. */
  follow(shown: ShownShip): void {
    let engine = this.#engines.get(shown.key);
    if (engine === undefined) {
      engine = { x: 0, y: 0, burns: false };
      this.#engines.set(shown.key, engine);
    }
    const heading = radians(shown.angle);
    const x = shown.x - Math.cos(heading) * nozzle;
    const y = shown.y - Math.sin(heading) * nozzle;
    const burns = shown.burns && shown.ship.alive === 1;
    if (burns && engine.burns) {
      const dx = x - engine.x;
      const dy = y - engine.y;
      const length = Math.sqrt(dx * dx + dy * dy);
      if (length < shortest) return;
      if (length < longest) {
        const piece = this.#pool.take(life);
        piece.x = (x + engine.x) / 2;
        piece.y = (y + engine.y) / 2;
        piece.angle = Math.atan2(dy, dx);
        piece.length = length;
        piece.tint = shipTint(shown);
      }
    }
    engine.x = x;
    engine.y = y;
    engine.burns = burns;
  }

  clear(): void {
    this.#pool.clear();
    this.#engines.clear();
  }

  draw({ camera, light, shapes, spot, elapsed }: Lens): void {
    const { items } = this.#pool;
    for (let i = 0; i < items.length; i++) {
      const piece = items[i];
      if (piece === undefined || piece.age >= piece.life) continue;
      piece.age += elapsed;
      const left = Math.max(0, 1 - piece.age / piece.life);
      spot.x = camera.screenX(piece.x);
      spot.y = camera.screenY(piece.y);
      if (!camera.sees(spot, longest)) continue;
      const length = (piece.length * camera.scale) / beamLength;
      const width = ((3 + 8 * left) * camera.scale) / beamWidth;
      const quad = light.next(shapes.beam);
      quad.x = spot.x;
      quad.y = spot.y;
      quad.rotation = piece.angle;
      quad.scaleX = length;
      quad.scaleY = width;
      quad.tint = piece.tint;
      quad.alpha = 0.6 * left * left;
    }
  }
}
