import { radians } from '../contract.ts';
import type { Happening, ShownShip } from '../world.ts';
import type { Camera } from './camera.ts';
import { palette } from './palette.ts';
import { Pool } from './pool.ts';
import { shipColour } from './ships.ts';
import { Sparks } from './sparks.ts';

const ringLife = 700;
const floaterLife = 950;
const flashLife = 80;
/** From the middle of a ship to the mouth of its gun. */
const muzzle = 25;

/** Short-lived light: sparks, rings, flashes and numbers. They are for the eye alone and know no rules. */
export class Effects {
  readonly #sparks = new Sparks();
  readonly #rings = new Pool(24, () => ({ x: 0, y: 0, colour: '', reach: 0, width: 0, age: 0, life: 0 }));
  readonly #floaters = new Pool(24, () => ({ x: 0, y: 0, text: '', colour: '', age: 0, life: 0 }));
  readonly #flashes = new Pool(24, () => ({ ship: null as ShownShip | null, age: 0, life: 0 }));
  readonly #calm: boolean;

  /** `calm`: the player asked the system for less motion. */
  constructor(calm: boolean) {
    this.#calm = calm;
  }

  happen(happening: Happening, camera: Camera): void {
    switch (happening.what) {
      case 'hit':
        this.#hit(happening, camera);
        break;
      case 'kill':
        this.#explode(happening.at, camera);
        break;
      case 'spawn': {
        const { at } = happening;
        this.#ring(at.ship.x, at.ship.y, shipColour(at), at.own ? 260 : 90, 2);
        break;
      }
    }
  }

  /** A gun fired; the flash goes along with its ship. */
  flash(ship: ShownShip): void {
    this.#flashes.take(flashLife).ship = ship;
  }

  /** Something was taken or banked. */
  gain(ship: ShownShip, text: string, colour: string, isLarge: boolean): void {
    this.#float(ship.x, ship.y - 34, text, colour);
    this.#ring(ship.x, ship.y, colour, isLarge ? 150 : 54, isLarge ? 3 : 1.5);
    this.#burst(ship.x, ship.y, isLarge ? 36 : 8, isLarge ? 0.3 : 0.14, colour);
  }

  trail(shown: ShownShip): void {
    if (this.#calm) return;
    const { x, y } = shown;
    const colour = shipColour(shown);
    for (let i = 0; i < 2; i++) {
      const back = radians(shown.angle) + Math.PI + (Math.random() - 0.5) * 0.6;
      const away = 14 + Math.random() * 14;
      const life = 260 + Math.random() * 420;
      this.#sparks.add(x + Math.cos(back) * away, y + Math.sin(back) * away, back, 0.12, life, 2.4, colour);
    }
  }

  /** Another room: what is still glowing belongs to the last one. */
  clear(): void {
    this.#sparks.clear();
    this.#rings.clear();
    this.#floaters.clear();
    this.#flashes.clear();
  }

  draw(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    this.#sparks.draw(context, camera, elapsedMs);
    this.#drawFlashes(context, camera, elapsedMs);
    this.#drawRings(context, camera, elapsedMs);
    this.#drawFloaters(context, camera, elapsedMs);
    context.globalAlpha = 1;
  }

  #hit({ at, damage, x, y }: Extract<Happening, { what: 'hit' }>, camera: Camera): void {
    const isTold = Number.isFinite(x) && Number.isFinite(y);
    const hitX = isTold ? x : at.x;
    const hitY = isTold ? y : at.y;
    this.#burst(hitX, hitY, 12, 0.18, '#fff3d6');
    this.#burst(hitX, hitY, 4, 0.1, shipColour(at));
    this.#float(at.x, at.y - 30, `${damage}`, at.own ? palette.danger : '#ffe1b0');
    if (at.own && !this.#calm) camera.shake(7);
  }

  #explode(at: ShownShip, camera: Camera): void {
    const colour = shipColour(at);
    this.#burst(at.x, at.y, 56, 0.42, colour);
    this.#burst(at.x, at.y, 22, 0.2, '#fff3d6');
    this.#ring(at.x, at.y, colour, 170, 2.5);
    this.#ring(at.x, at.y, '#fff3d6', 80, 4);
    if (at.own && !this.#calm) camera.shake(14);
  }

  #burst(x: number, y: number, count: number, speed: number, colour: string): void {
    this.#sparks.burst(x, y, this.#calm ? Math.ceil(count / 4) : count, speed, colour);
  }

  #ring(x: number, y: number, colour: string, reach: number, width: number): void {
    const ring = this.#rings.take(ringLife);
    ring.x = x;
    ring.y = y;
    ring.colour = colour;
    ring.reach = reach;
    ring.width = width;
  }

  #float(x: number, y: number, text: string, colour: string): void {
    const floater = this.#floaters.take(floaterLife);
    // Several in the same place would cover each other.
    floater.x = x + (Math.random() - 0.5) * 26;
    floater.y = y;
    floater.text = text;
    floater.colour = colour;
  }

  #drawFlashes(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    for (const flash of this.#flashes.items) {
      const { ship } = flash;
      if (flash.age >= flash.life || ship === null) continue;
      flash.age += elapsedMs;
      const share = Math.max(0, 1 - flash.age / flash.life);
      const direction = radians(ship.angle);
      const x = camera.screenX(ship.x + Math.cos(direction) * muzzle);
      const y = camera.screenY(ship.y + Math.sin(direction) * muzzle);
      disc(context, x, y, (5 + 9 * share) * camera.scale, shipColour(ship), 0.35 * share);
      disc(context, x, y, (2 + 4 * share) * camera.scale, '#ffffff', 0.9 * share);
    }
  }

  #drawRings(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    for (const ring of this.#rings.items) {
      if (ring.age >= ring.life) continue;
      ring.age += elapsedMs;
      const share = Math.min(1, ring.age / ring.life);
      context.globalAlpha = 1 - share;
      context.strokeStyle = ring.colour;
      context.lineWidth = ring.width;
      context.beginPath();
      const radius = ring.reach * camera.scale * (1 - (1 - share) ** 3);
      context.arc(camera.screenX(ring.x), camera.screenY(ring.y), radius, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  #drawFloaters(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    for (const floater of this.#floaters.items) {
      if (floater.age >= floater.life) continue;
      floater.age += elapsedMs;
      const share = Math.min(1, floater.age / floater.life);
      context.globalAlpha = 1 - share * share;
      context.fillStyle = floater.colour;
      context.fillText(floater.text, camera.screenX(floater.x), camera.screenY(floater.y) - share * 34);
    }
  }
}

function disc(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
