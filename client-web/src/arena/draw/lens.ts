import type { Texture } from 'pixi.js';
import type { Camera } from './camera.ts';
import type { Labels } from './labels.ts';
import type { Quads } from './quads.ts';
import type { ShapeName } from './shapes.ts';

/** A place in the picture, in CSS pixels, and which way the thing there looks, in radians. */
export interface Spot {
  x: number;
  y: number;
  heading: number;
}

/** What the parts of the picture draw with. */
export interface Lens {
  readonly camera: Camera;
  /** Adds up where it overlaps, as light does. */
  readonly light: Quads;
  readonly labels: Labels;
  /** Where in the picture the thing is that is being drawn; written anew for each, as fractions handed to functions are garbage. */
  readonly spot: Spot;
  /** Milliseconds since the last picture. Read where it is needed: a fraction that is handed on is garbage with each hand. */
  elapsed: number;
  /** Milliseconds by which what lies in the arena moves; a still picture leaves it at rest. */
  time: number;
  readonly shapes: Readonly<Record<ShapeName, Texture>>;
  /** The player asked the system for less motion. */
  calm: boolean;
  /** Drawing is to cost little: no particles. */
  readonly plain: boolean;
}
