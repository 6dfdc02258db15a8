import type { Texture } from 'pixi.js';
import type { Camera } from './camera.ts';
import type { Labels } from './labels.ts';
import type { Quads } from './quads.ts';
import type { ShapeName } from './shapes.ts';

/** What the parts of the picture draw with. */
export interface Lens {
  readonly camera: Camera;
  /** Adds up where it overlaps, as light does. */
  readonly light: Quads;
  readonly labels: Labels;
  readonly shapes: Readonly<Record<ShapeName, Texture>>;
  /** The player asked the system for less motion. */
  calm: boolean;
  /** Drawing is to cost little: no particles. */
  readonly plain: boolean;
}
