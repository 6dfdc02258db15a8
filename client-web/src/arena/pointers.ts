import { Button, headingTo, noAim } from './contract.ts';

/** A mouse that rests this long steers no more. */
const mouseRestMs = 1500;
/** Stick travel in CSS pixels from which on it steers, and from which on it thrusts. */
const stickSteers = 10;
const stickThrusts = 34;
/** A stick that points further from where the ship flies than this, as a cosine (120°), is pulled against the flight. */
const against = -0.5;
/** Units a tick from which on there is anything to brake; below, the same stick thrusts the other way. */
const brakesAbove = 1.5;

/** The thumb stick, where it was put down and where it is, in CSS pixels. */
export interface Stick {
  readonly originX: number;
  readonly originY: number;
  x: number;
  y: number;
}

/** How a ship flies, units a tick. */
export interface Way {
  readonly vx: number;
  readonly vy: number;
}

/**
 * Mouse and touch: the mouse aims where it points; on a touch screen the left half steers, the right half fires. A stick that is pulled
 * against the flight brakes until there is none, then flies that way.
 */
export class Pointers {
  readonly #surface: HTMLElement;
  readonly #changed: () => void;
  readonly #firing = new Set<number>();
  #stick: Stick | null = null;
  #stickPointer = -1;
  #stickAim = noAim;
  #mouseAim = noAim;
  #mouseMovedAt = Number.NEGATIVE_INFINITY;
  #mouseRests = true;
  #touched = matchMedia('(pointer: coarse)').matches;
  /** Nothing is steered: a watcher's finger chooses a ship, and draws no stick. */
  isResting = false;
  /** How our own ship flies; null while it does not. */
  flight: Way | null = null;

  constructor(surface: HTMLElement, changed: () => void) {
    this.#surface = surface;
    this.#changed = changed;
    surface.addEventListener('pointerdown', (event) => this.#down(event));
    surface.addEventListener('pointermove', (event) => this.#move(event));
    surface.addEventListener('pointerup', (event) => this.#up(event));
    surface.addEventListener('pointercancel', (event) => this.#up(event));
    surface.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  get buttons(): number {
    const fires = this.#firing.size > 0 ? Button.fire : 0;
    if (this.#stick === null || travel(this.#stick) < stickThrusts) return fires;
    return fires | (this.brakes ? Button.brake : Button.thrust);
  }

  get aim(): number {
    if (this.#stick !== null) return this.#stickAim;
    return this.#mouseRests && this.#firing.size === 0 ? noAim : this.#mouseAim;
  }

  get stick(): Readonly<Stick> | null {
    return this.#stick;
  }

  /** The stick is pulled against the flight. */
  get brakes(): boolean {
    const stick = this.#stick;
    if (stick === null || this.flight === null || travel(stick) < stickThrusts) return false;
    const { vx, vy } = this.flight;
    const speed = Math.hypot(vx, vy);
    const along = (stick.x - stick.originX) * vx + (stick.y - stick.originY) * vy;
    return speed > brakesAbove && along < against * speed * travel(stick);
  }

  /** The screen is one for fingers, or a finger has been seen: the stick and the fire field are worth showing. */
  get touched(): boolean {
    return this.#touched;
  }

  get firing(): boolean {
    return this.#firing.size > 0;
  }

  /** Once a frame, with its time. */
  advance(now: number): void {
    this.#mouseRests = now - this.#mouseMovedAt > mouseRestMs;
  }

  release(): void {
    this.#firing.clear();
    this.#stick = null;
    this.#stickAim = noAim;
    this.forgetMouse();
  }

  /** The player steers by keys: the mouse has no say until it moves again. */
  forgetMouse(): void {
    this.#mouseAim = noAim;
  }

  #down(event: PointerEvent): void {
    if (this.isResting) return;
    this.#surface.setPointerCapture(event.pointerId);
    if (event.pointerType === 'mouse') {
      if (event.button === 0) this.#firing.add(event.pointerId);
    } else {
      this.#touched = true;
      if (event.clientX < innerWidth / 2 && this.#stick === null) {
        this.#stick = { originX: event.clientX, originY: event.clientY, x: event.clientX, y: event.clientY };
        this.#stickPointer = event.pointerId;
        this.#stickAim = noAim;
      } else {
        this.#firing.add(event.pointerId);
      }
    }
    this.#changed();
  }

  #move(event: PointerEvent): void {
    if (event.pointerType === 'mouse') {
      // The ship is in the middle of the picture, which fills the window.
      this.#mouseAim = headingTo(event.clientX - innerWidth / 2, event.clientY - innerHeight / 2);
      this.#mouseMovedAt = event.timeStamp;
      this.#mouseRests = false;
    } else if (event.pointerId === this.#stickPointer && this.#stick !== null) {
      const before = this.buttons;
      this.#stick.x = event.clientX;
      this.#stick.y = event.clientY;
      if (travel(this.#stick) >= stickSteers) {
        this.#stickAim = headingTo(this.#stick.x - this.#stick.originX, this.#stick.y - this.#stick.originY);
      }
      if (this.buttons !== before) this.#changed();
    }
  }

  #up(event: PointerEvent): void {
    this.#firing.delete(event.pointerId);
    if (event.pointerId === this.#stickPointer) {
      this.#stick = null;
      this.#stickPointer = -1;
    }
    this.#changed();
  }
}

function travel(stick: Stick): number {
  return Math.hypot(stick.x - stick.originX, stick.y - stick.originY);
}
