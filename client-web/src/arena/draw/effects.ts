import { radians } from '../contract.ts';
import type { Happening, ShownShip } from '../world.ts';
import type { Camera } from './camera.ts';
import { palette } from './palette.ts';
import { shipColour } from './ships.ts';

const maxSparks = 500;

interface Spark {
  x: number;
  y: number;
  vx: number;
  vy: number;
  age: number;
  life: number;
  size: number;
  colour: string;
}

interface Ring {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly reach: number;
  age: number;
}

interface Floater {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: string;
  age: number;
}

const ringLife = 700;
const floaterLife = 900;

/** Short-lived light: sparks, rings and damage numbers. They are for the eye alone and know no rules. */
export class Effects {
  readonly #sparks: Spark[] = [];
  #nextSpark = 0;
  #rings: Ring[] = [];
  #floaters: Floater[] = [];
  readonly #calm: boolean;

  /** `calm`: the player asked the system for less motion. */
  constructor(calm: boolean) {
    this.#calm = calm;
  }

  happen(happening: Happening, camera: Camera): void {
    if (happening.what === 'news') return;
    const { at } = happening;
    const colour = shipColour(at);
    switch (happening.what) {
      case 'hit': {
        this.#burst(at, 10, 0.16, '#fff3d6');
        const danger = at.own ? palette.danger : '#ffe1b0';
        this.#floaters.push({ x: at.x, y: at.y - 30, text: `${happening.damage}`, colour: danger, age: 0 });
        if (at.own && !this.#calm) camera.shake(7);
        break;
      }
      case 'kill':
        this.#burst(at, 70, 0.42, colour);
        this.#rings.push({ x: at.x, y: at.y, colour, reach: 170, age: 0 });
        if (at.own && !this.#calm) camera.shake(14);
        break;
      case 'spawn':
        this.#rings.push({ x: at.ship.x, y: at.ship.y, colour, reach: at.own ? 260 : 90, age: 0 });
        break;
    }
  }

  trail(shown: ShownShip): void {
    if (this.#calm) return;
    const { x, y } = shown;
    for (let i = 0; i < 2; i++) {
      const back = radians(shown.angle) + Math.PI + (Math.random() - 0.5) * 0.6;
      const away = 14 + Math.random() * 14;
      const life = 260 + Math.random() * 420;
      this.#spark(
        x + Math.cos(back) * away,
        y + Math.sin(back) * away,
        back,
        0.12,
        life,
        2.4,
        shipColour(shown),
      );
    }
  }

  draw(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    this.#drawSparks(context, camera, elapsedMs);
    this.#drawRings(context, camera, elapsedMs);
    this.#drawFloaters(context, camera, elapsedMs);
    context.globalAlpha = 1;
  }

  #burst({ x, y }: ShownShip, count: number, speed: number, colour: string): void {
    const sparks = this.#calm ? Math.ceil(count / 4) : count;
    for (let i = 0; i < sparks; i++) {
      const direction = Math.random() * 2 * Math.PI;
      this.#spark(x, y, direction, speed * (0.25 + Math.random()), 350 + Math.random() * 450, 2.6, colour);
    }
  }

  #spark(
    x: number,
    y: number,
    direction: number,
    speed: number,
    life: number,
    size: number,
    colour: string,
  ): void {
    const vx = Math.cos(direction) * speed;
    const vy = Math.sin(direction) * speed;
    const spark = this.#sparks[this.#nextSpark];
    if (spark === undefined) this.#sparks.push({ x, y, vx, vy, age: 0, life, size, colour });
    else Object.assign(spark, { x, y, vx, vy, age: 0, life, size, colour });
    this.#nextSpark = (this.#nextSpark + 1) % maxSparks;
  }

  #drawSparks(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    const slowing = Math.exp(-elapsedMs / 600);
    for (const spark of this.#sparks) {
      if (spark.age >= spark.life) continue;
      spark.age += elapsedMs;
      spark.x += spark.vx * elapsedMs;
      spark.y += spark.vy * elapsedMs;
      spark.vx *= slowing;
      spark.vy *= slowing;
      context.globalAlpha = Math.max(0, 1 - spark.age / spark.life);
      context.fillStyle = spark.colour;
      context.fillRect(camera.screenX(spark.x), camera.screenY(spark.y), spark.size, spark.size);
    }
  }

  #drawRings(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    this.#rings = this.#rings.filter((ring) => ring.age < ringLife);
    context.lineWidth = 2;
    for (const ring of this.#rings) {
      ring.age += elapsedMs;
      const share = Math.min(1, ring.age / ringLife);
      context.globalAlpha = 1 - share;
      context.strokeStyle = ring.colour;
      context.beginPath();
      const radius = ring.reach * camera.scale * (1 - (1 - share) ** 3);
      context.arc(camera.screenX(ring.x), camera.screenY(ring.y), radius, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  #drawFloaters(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    this.#floaters = this.#floaters.filter((floater) => floater.age < floaterLife);
    for (const floater of this.#floaters) {
      floater.age += elapsedMs;
      const share = Math.min(1, floater.age / floaterLife);
      context.globalAlpha = 1 - share * share;
      context.fillStyle = floater.colour;
      context.fillText(floater.text, camera.screenX(floater.x), camera.screenY(floater.y) - share * 34);
    }
  }
}
