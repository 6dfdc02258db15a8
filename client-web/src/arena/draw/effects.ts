import { radians } from '../contract.ts';
import type { Happening, ShownShip } from '../world.ts';
import type { Camera } from './camera.ts';
import { chance } from './chance.ts';
import { Debris } from './debris.ts';
import { numeral } from './labels.ts';
import type { Lens } from './lens.ts';
import { shipTint, tint } from './palette.ts';
import { Pool } from './pool.ts';
import { lightRadius, ringRadius } from './shapes.ts';
import { Sparks } from './sparks.ts';
import { Trails } from './trails.ts';

const ringLife = 700;
const floaterLife = 950;
const muzzleLife = 90;
const hitLife = 150;
const blastLife = 420;
/** From the middle of a ship to the mouth of its gun. */
const muzzle = 27;

/** Short-lived light: sparks, rings, flashes, blasts and numbers. They are for the eye alone and know no rules. */
export class Effects {
  readonly #sparks = new Sparks();
  readonly #trails = new Trails();
  readonly #debris = new Debris();
  readonly #rings = new Pool(24, () => ({ x: 0, y: 0, tint: 0, reach: 0, age: 0, life: 0 }));
  readonly #blasts = new Pool(16, () => ({ x: 0, y: 0, tint: 0, reach: 0, turn: 0, age: 0, life: 0 }));
  readonly #floaters = new Pool(24, () => ({ x: 0, y: 0, text: '', tint: 0, age: 0, life: 0 }));
  readonly #shots = new Pool(24, () => ({ ship: null as ShownShip | null, turn: 0, age: 0, life: 0 }));
  readonly #hits = new Pool(24, () => ({ ship: null as ShownShip | null, age: 0, life: 0 }));
  readonly #pools = [this.#rings, this.#blasts, this.#floaters, this.#shots, this.#hits];
  /** The player asks the system for less motion. */
  calm = false;
  readonly #plain: boolean;

  /** `plain`: drawing is to cost little. */
  constructor(plain: boolean) {
    this.#plain = plain;
  }

  /** What share of the particles is made. */
  get #plenty(): number {
    return this.#plain ? 0 : this.calm ? 0.25 : 1;
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
        this.#ring(at.ship.x, at.ship.y, shipTint(at), at.own ? 260 : 90);
        if (at.own) this.#ring(at.ship.x, at.ship.y, tint.heat, 120);
        this.#blast(at.ship.x, at.ship.y, shipTint(at), at.own ? 90 : 50);
        break;
      }
    }
  }

  /** A gun fired; the flash goes along with its ship. */
  flash(ship: ShownShip): void {
    const flash = this.#shots.take(muzzleLife);
    flash.ship = ship;
    flash.turn = chance() * Math.PI;
  }

  /** Something was taken or banked. */
  gain(ship: ShownShip, text: string, colour: number, isLarge: boolean): void {
    this.#float(ship.x, ship.y - 34, text, colour);
    this.#ring(ship.x, ship.y, colour, isLarge ? 150 : 54);
    if (isLarge) this.#blast(ship.x, ship.y, colour, 80);
    this.#burst(ship.x, ship.y, isLarge ? 36 : 8, isLarge ? 0.34 : 0.16, colour);
  }

  follow(shown: ShownShip): void {
    if (this.#plenty === 1) this.#trails.follow(shown);
  }

  /** Another room: what is still glowing belongs to the last one. */
  clear(): void {
    this.#sparks.clear();
    this.#trails.clear();
    this.#debris.clear();
    for (const pool of this.#pools) pool.clear();
  }

  /** What lies under the ships. */
  drawTrails(lens: Lens): void {
    this.#trails.draw(lens);
  }

  draw(lens: Lens): void {
    this.#drawBlasts(lens);
    this.#drawRings(lens);
    this.#debris.draw(lens);
    this.#sparks.draw(lens);
    this.#drawHits(lens);
    this.#drawShots(lens);
    this.#drawFloaters(lens);
  }

  #hit({ at, damage, x, y }: Extract<Happening, { what: 'hit' }>, camera: Camera): void {
    const isTold = Number.isFinite(x) && Number.isFinite(y);
    const hitX = isTold ? x : at.x;
    const hitY = isTold ? y : at.y;
    this.#burst(hitX, hitY, 12, 0.26, tint.heat);
    this.#burst(hitX, hitY, 5, 0.14, shipTint(at));
    this.#blast(hitX, hitY, tint.heat, 22);
    this.#hits.take(hitLife).ship = at;
    this.#float(at.x, at.y - 30, numeral(damage), at.own ? tint.danger : 0xffe1b0);
    if (at.own) camera.shake(7);
  }

  #explode(at: ShownShip, camera: Camera): void {
    const colour = shipTint(at);
    this.#blast(at.x, at.y, tint.heat, 95);
    this.#blast(at.x, at.y, colour, 150);
    this.#burst(at.x, at.y, 54, 0.5, colour);
    this.#burst(at.x, at.y, 24, 0.3, tint.heat);
    if (this.#plenty > 0) this.#debris.scatter(at);
    this.#ring(at.x, at.y, colour, 180);
    this.#ring(at.x, at.y, tint.heat, 85);
    if (at.own) camera.shake(14);
  }

  #burst(x: number, y: number, count: number, speed: number, colour: number): void {
    this.#sparks.burst(x, y, Math.ceil(count * this.#plenty), speed, colour);
  }

  #ring(x: number, y: number, colour: number, reach: number): void {
    const ring = this.#rings.take(ringLife);
    ring.x = x;
    ring.y = y;
    ring.tint = colour;
    ring.reach = reach;
  }

  #blast(x: number, y: number, colour: number, reach: number): void {
    const blast = this.#blasts.take(blastLife);
    blast.x = x;
    blast.y = y;
    blast.tint = colour;
    blast.reach = reach;
    blast.turn = chance() * Math.PI;
  }

  #float(x: number, y: number, text: string, colour: number): void {
    const floater = this.#floaters.take(floaterLife);
    // Several in the same place would cover each other.
    floater.x = x + (chance() - 0.5) * 26;
    floater.y = y;
    floater.text = text;
    floater.tint = colour;
  }

  #drawShots({ camera, light, shapes, elapsed }: Lens): void {
    const { items } = this.#shots;
    for (let i = 0; i < items.length; i++) {
      const flash = items[i];
      if (flash === undefined || flash.age >= flash.life || flash.ship === null) continue;
      flash.age += elapsed;
      const left = Math.max(0, 1 - flash.age / flash.life);
      const heading = radians(flash.ship.angle);
      const x = camera.screenX(flash.ship.x + Math.cos(heading) * muzzle);
      const y = camera.screenY(flash.ship.y + Math.sin(heading) * muzzle);
      const scale = camera.scale * (0.35 + 0.4 * left);
      light.next(shapes.flare).at(x, y, flash.turn).size(scale, scale).lit(0xffffff, left);
      const glow = camera.scale * 0.85;
      light
        .next(shapes.light)
        .at(x, y, 0)
        .size(glow, glow)
        .lit(shipTint(flash.ship), 0.8 * left);
    }
  }

  /** A ship that is hit lights up for a moment. */
  #drawHits({ camera, light, shapes, elapsed }: Lens): void {
    const { items } = this.#hits;
    for (let i = 0; i < items.length; i++) {
      const hit = items[i];
      if (hit === undefined || hit.age >= hit.life || hit.ship === null) continue;
      hit.age += elapsed;
      if (hit.ship.ship.alive !== 1) continue;
      const left = Math.max(0, 1 - hit.age / hit.life);
      const x = camera.screenX(hit.ship.x);
      const y = camera.screenY(hit.ship.y);
      light
        .next(shapes.hull)
        .at(x, y, radians(hit.ship.angle))
        .size(camera.scale, camera.scale)
        .lit(hit.ship.own ? tint.danger : 0xffffff, 0.9 * left);
    }
  }

  #drawBlasts({ camera, light, shapes, elapsed }: Lens): void {
    const { items } = this.#blasts;
    for (let i = 0; i < items.length; i++) {
      const blast = items[i];
      if (blast === undefined || blast.age >= blast.life) continue;
      blast.age += elapsed;
      const left = Math.max(0, 1 - blast.age / blast.life);
      const x = camera.screenX(blast.x);
      const y = camera.screenY(blast.y);
      const glow = ((blast.reach * camera.scale) / lightRadius) * (1.3 - 0.3 * left);
      light
        .next(shapes.light)
        .at(x, y, 0)
        .size(glow, glow)
        .lit(blast.tint, 0.75 * left * left);
      const flare = ((blast.reach * camera.scale) / 32) * left;
      light
        .next(shapes.flare)
        .at(x, y, blast.turn)
        .size(flare, flare)
        .lit(0xffffff, left * left);
    }
  }

  #drawRings({ camera, light, shapes, elapsed }: Lens): void {
    const { items } = this.#rings;
    for (let i = 0; i < items.length; i++) {
      const ring = items[i];
      if (ring === undefined || ring.age >= ring.life) continue;
      ring.age += elapsed;
      const left = Math.max(0, 1 - ring.age / ring.life);
      const scale = ((ring.reach * camera.scale) / ringRadius) * (1 - left ** 3);
      light
        .next(shapes.ring)
        .at(camera.screenX(ring.x), camera.screenY(ring.y), 0)
        .size(scale, scale)
        .lit(ring.tint, 0.9 * left);
    }
  }

  #drawFloaters({ camera, labels, elapsed }: Lens): void {
    const { items } = this.#floaters;
    for (let i = 0; i < items.length; i++) {
      const floater = items[i];
      if (floater === undefined || floater.age >= floater.life) continue;
      floater.age += elapsed;
      const share = Math.min(1, floater.age / floater.life);
      // It springs up large and settles.
      const scale = 1.05 + 0.7 * Math.max(0, 1 - share * 6);
      labels
        .next(floater.text)
        .at(camera.screenX(floater.x), camera.screenY(floater.y) - share * 34, 0)
        .size(scale, scale)
        .lit(floater.tint, 1 - share * share);
    }
  }
}
