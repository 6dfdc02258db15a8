import { chance } from './chance.ts';
import type { Spot } from './lens.ts';

/** Pixels of shaking that nobody sees. */
const stillBelow = 0.05;

/** Where the picture looks, in world units, and how large it shows them. */
export class Camera {
  x = 0;
  y = 0;
  /** Size of the picture in CSS pixels. */
  width = 1;
  height = 1;
  scale = 1;
  /** Whether hits shake it. */
  shakes = true;
  #shake = 0;
  shakeX = 0;
  shakeY = 0;
  /** Where the world's corner is in the picture of this frame: with it the places of all things are short work. */
  #cornerX = 0;
  #cornerY = 0;

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    // By area, so that a phone held upright sees about as much of the world as a wide screen.
    this.scale = Math.min(1.5, Math.max(0.55, Math.sqrt(width * height) / 1050));
  }

  shake(strength: number): void {
    if (this.shakes) this.#shake = Math.min(14, this.#shake + strength);
  }

  /** Once a frame, when it looks where it is to look. */
  advance(elapsedMs: number): void {
    if (this.#shake > 0) this.#rattle(elapsedMs);
    this.#cornerX = this.width / 2 + this.shakeX - this.x * this.scale;
    this.#cornerY = this.height / 2 + this.shakeY - this.y * this.scale;
  }

  #rattle(elapsedMs: number): void {
    this.#shake *= Math.exp(-elapsedMs / 110);
    if (this.#shake < stillBelow) this.#shake = 0;
    this.shakeX = (chance() - 0.5) * this.#shake;
    this.shakeY = (chance() - 0.5) * this.#shake;
  }

  screenX(x: number): number {
    return x * this.scale + this.#cornerX;
  }

  screenY(y: number): number {
    return y * this.scale + this.#cornerY;
  }

  worldX(x: number): number {
    return (x - this.#cornerX) / this.scale;
  }

  worldY(y: number): number {
    return (y - this.#cornerY) / this.scale;
  }

  /** Whether a place in the picture, or at most `margin` pixels outside of it. */
  sees({ x, y }: Readonly<Spot>, margin: number): boolean {
    return x > -margin && y > -margin && x < this.width + margin && y < this.height + margin;
  }
}
