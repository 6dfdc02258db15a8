import { CanvasSource, Rectangle, Texture } from 'pixi.js';
import { type Quad, Quads } from './quads.ts';

const slotWidth = 176;
const slotHeight = 22;
const columns = 4;
const rows = 28;
const font = '600 13px system-ui, sans-serif';

interface Slot {
  readonly texture: Texture;
  text: string;
  usedAt: number;
}

const numerals: string[] = [];

/** A small whole number as text; kept, as a new text in every frame would be garbage. */
export function numeral(value: number): string {
  numerals[value] ??= `${value}`;
  return numerals[value];
}

/** Texts as pieces of one texture. A text is set when it is first asked for and stays until its place is needed. */
export class Labels {
  readonly quads: Quads;
  readonly #canvas = document.createElement('canvas');
  readonly #source: CanvasSource;
  readonly #slots: readonly Slot[];
  readonly #known = new Map<string, Slot>();
  #frame = 0;
  #detail = 1;
  #isDirty = false;

  constructor() {
    this.#canvas.width = columns * slotWidth;
    this.#canvas.height = rows * slotHeight;
    const source = new CanvasSource({ resource: this.#canvas, scaleMode: 'linear' });
    this.#source = source;
    this.quads = new Quads(new Texture({ source }), false);
    this.#slots = Array.from({ length: columns * rows }, (_, i) => ({
      texture: new Texture({
        source,
        frame: new Rectangle(
          (i % columns) * slotWidth,
          Math.floor(i / columns) * slotHeight,
          slotWidth,
          slotHeight,
        ),
      }),
      text: '',
      usedAt: 0,
    }));
  }

  /** Texts are set with so many pixels a CSS pixel. */
  resize(detail: number): void {
    this.#detail = detail;
    this.#source.resize(columns * slotWidth, rows * slotHeight, detail);
    this.#canvas.width = columns * slotWidth * detail;
    this.#canvas.height = rows * slotHeight * detail;
    this.#known.clear();
    this.#isDirty = true;
  }

  /** A text; where its middle is, is left to the caller. */
  next(text: string): Quad {
    const slot = this.#known.get(text) ?? this.#set(text);
    slot.usedAt = this.#frame;
    return this.quads.next(slot.texture).size(1, 1);
  }

  /** All texts of a frame are placed. */
  finish(): void {
    this.#frame++;
    if (this.#isDirty) this.#source.update();
    this.#isDirty = false;
    // Or letters blur.
    this.quads.align(this.#detail);
  }

  #set(text: string): Slot {
    let slot = this.#slots[0] as Slot;
    for (const each of this.#slots) if (each.usedAt < slot.usedAt) slot = each;
    if (this.#known.get(slot.text) === slot) this.#known.delete(slot.text);
    slot.text = text;
    this.#known.set(text, slot);
    const context = this.#canvas.getContext('2d');
    if (context === null) return slot;
    const { x, y } = slot.texture.frame;
    context.setTransform(this.#detail, 0, 0, this.#detail, x * this.#detail, y * this.#detail);
    context.clearRect(0, 0, slotWidth, slotHeight);
    context.font = font;
    context.fillStyle = '#fff';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, slotWidth / 2, slotHeight / 2, slotWidth - 4);
    this.#isDirty = true;
    return slot;
  }
}
