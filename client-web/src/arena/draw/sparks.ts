import type { Camera } from './camera.ts';
import { Pool } from './pool.ts';

const most = 480;
const slowingMs = 600;

/** Points of light that fly apart, slow down and go out. */
export class Sparks {
  readonly #pool = new Pool(most, () => ({ x: 0, y: 0, vx: 0, vy: 0, size: 0, colour: '', age: 0, life: 0 }));

  /** `speed`: units a millisecond. */
  add(
    x: number,
    y: number,
    direction: number,
    speed: number,
    life: number,
    size: number,
    colour: string,
  ): void {
    const spark = this.#pool.take(life);
    spark.x = x;
    spark.y = y;
    spark.vx = Math.cos(direction) * speed;
    spark.vy = Math.sin(direction) * speed;
    spark.size = size;
    spark.colour = colour;
  }

  burst(x: number, y: number, count: number, speed: number, colour: string): void {
    for (let i = 0; i < count; i++) {
      const life = 320 + Math.random() * 480;
      this.add(x, y, Math.random() * 2 * Math.PI, speed * (0.25 + Math.random()), life, 2.6, colour);
    }
  }

  clear(): void {
    this.#pool.clear();
  }

  draw(context: CanvasRenderingContext2D, camera: Camera, elapsedMs: number): void {
    const slowing = Math.exp(-elapsedMs / slowingMs);
    for (const spark of this.#pool.items) {
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
    context.globalAlpha = 1;
  }
}
