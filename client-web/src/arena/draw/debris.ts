import { radians } from '../contract.ts';
import type { ShownShip } from '../world.ts';
import { chance } from './chance.ts';
import type { Lens } from './lens.ts';
import { shipTint } from './palette.ts';
import { Pool } from './pool.ts';
import { beamLength, beamWidth } from './shapes.ts';

const life = 1300;
const slowingMs = 900;

/** The lines of a hull: where the middle of each is, how long it is, and which way it runs. */
const lines = [
  { x: 4, y: 7, length: 40, angle: 2.78 },
  { x: 4, y: -7, length: 40, angle: -2.78 },
  { x: -12, y: 10, length: 11, angle: -1.01 },
  { x: -12, y: -10, length: 11, angle: 1.01 },
  { x: -9, y: 0, length: 11, angle: Math.PI / 2 },
];

/** What is left of a ship: the lines that it was made of, drifting apart. */
export class Debris {
  readonly #pool = new Pool(60, () => ({
    x: 0,
    y: 0,
    vx: 0,
    vy: 0,
    angle: 0,
    spin: 0,
    length: 0,
    tint: 0,
    age: 0,
    life: 0,
  }));

  scatter(shown: ShownShip): void {
    const heading = radians(shown.angle);
    const cos = Math.cos(heading);
    const sin = Math.sin(heading);
    for (const line of lines) {
      const piece = this.#pool.take(life * (0.7 + 0.3 * chance()));
      const dx = line.x * cos - line.y * sin;
      const dy = line.x * sin + line.y * cos;
      piece.x = shown.x + dx;
      piece.y = shown.y + dy;
      const outwards = 0.006 * (0.6 + 0.8 * chance());
      piece.vx = dx * outwards + (chance() - 0.5) * 0.06;
      piece.vy = dy * outwards + (chance() - 0.5) * 0.06;
      piece.angle = heading + line.angle;
      piece.spin = (chance() - 0.5) * 0.008;
      piece.length = line.length;
      piece.tint = shipTint(shown);
    }
  }

  clear(): void {
    this.#pool.clear();
  }

  draw({ camera, light, shapes, elapsed }: Lens): void {
    const slowing = Math.exp(-elapsed / slowingMs);
    const { items } = this.#pool;
    for (let i = 0; i < items.length; i++) {
      const piece = items[i];
      if (piece === undefined || piece.age >= piece.life) continue;
      piece.age += elapsed;
      piece.x += piece.vx * elapsed;
      piece.y += piece.vy * elapsed;
      piece.vx *= slowing;
      piece.vy *= slowing;
      piece.angle += piece.spin * elapsed;
      const left = Math.max(0, 1 - piece.age / piece.life);
      const x = camera.screenX(piece.x);
      const y = camera.screenY(piece.y);
      const length = (piece.length * camera.scale) / beamLength;
      light
        .next(shapes.beam)
        .at(x, y, piece.angle)
        .size(length, (6 * camera.scale) / beamWidth)
        .lit(piece.tint, left);
      light
        .next(shapes.beam)
        .at(x, y, piece.angle)
        .size(length, (2.5 * camera.scale) / beamWidth)
        .lit(0xffffff, 0.7 * left);
    }
  }
}
