import { chance } from './chance.ts';
import type { Lens } from './lens.ts';
import { Pool } from './pool.ts';
import { sparkLength } from './shapes.ts';

const most = 420;
const slowingMs = 480;

/** Streaks of light that fly apart, slow down and go out. */
export class Sparks {
  readonly #pool = new Pool(most, () => ({ x: 0, y: 0, vx: 0, vy: 0, size: 0, tint: 0, age: 0, life: 0 }));

  /** `speed`: units a millisecond. */
  burst(x: number, y: number, count: number, speed: number, tint: number): void {
    for (let i = 0; i < count; i++) {
      const spark = this.#pool.take(260 + chance() * 520);
      const direction = chance() * 2 * Math.PI;
      const fast = speed * (0.2 + chance());
      spark.x = x;
      spark.y = y;
      spark.vx = Math.cos(direction) * fast;
      spark.vy = Math.sin(direction) * fast;
      spark.size = 0.6 + chance() * 0.5;
      spark.tint = tint;
    }
  }

  clear(): void {
    this.#pool.clear();
  }

  draw({ camera, light, shapes, elapsed }: Lens): void {
    const slowing = Math.exp(-elapsed / slowingMs);
    const { items } = this.#pool;
    for (let i = 0; i < items.length; i++) {
      const spark = items[i];
      if (spark === undefined || spark.age >= spark.life) continue;
      spark.age += elapsed;
      spark.x += spark.vx * elapsed;
      spark.y += spark.vy * elapsed;
      spark.vx *= slowing;
      spark.vy *= slowing;
      const left = Math.max(0, 1 - spark.age / spark.life);
      const speed = Math.sqrt(spark.vx * spark.vx + spark.vy * spark.vy);
      // The faster the longer, down to a point.
      const length = (Math.min(34, 3 + speed * 70) / sparkLength) * camera.scale;
      const width = spark.size * camera.scale * (0.4 + 0.6 * left);
      const direction = Math.atan2(spark.vy, spark.vx);
      const quad = light.next(shapes.spark);
      quad.x = camera.screenX(spark.x);
      quad.y = camera.screenY(spark.y);
      quad.rotation = direction;
      quad.scaleX = length;
      quad.scaleY = width;
      quad.tint = spark.tint;
      quad.alpha = Math.min(1, left * 1.6);
    }
  }
}
