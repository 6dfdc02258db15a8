import type { DeltaFrame } from './serverFrames.ts';

const deltaType = 38;
const fields = 6;

/** A delta that is read into the same numbers again and again. */
interface KeptDelta extends DeltaFrame {
  handle: number;
  input: number;
  from: number;
  tick: number;
  tables: Int32Array;
}

/**
 * Reads deltas from the bytes of a message into integers side by side, without an object for each value: thirty a second come for as
 * long as a room is played in. It takes those that hold nothing but integers of 32 bits in their usual form. Any other, and
 * whatever is wrong, is left to the reader that knows everything.
 */
export class DeltaReader {
  readonly #kept: KeptDelta[] = [];
  #used = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #out: Int32Array = new Int32Array(0);
  #length = 0;
  #fits = true;

  /** A message begins: the deltas of the last one have had their time. */
  begin(message: Uint8Array): void {
    this.#bytes = message;
    this.#used = 0;
  }

  /** Where the last delta that was read ends. */
  get end(): number {
    return this.#at;
  }

  /** The delta at a place of the message; null if it is none, or none of this reader's. It holds until the next message. */
  read(at: number): DeltaFrame | null {
    this.#at = at;
    if (this.#bytes[at] !== 0x90 + fields || this.#bytes[at + 1] !== deltaType) return null;
    this.#at += 2;
    this.#fits = true;
    const delta = this.#take();
    delta.handle = this.#int();
    delta.input = this.#int();
    delta.from = this.#int();
    delta.tick = this.#int();
    this.#out = delta.tables;
    this.#length = 0;
    for (let tables = this.#copyCount(); tables > 0 && this.#fits; tables--) this.#table();
    if (!this.#fits) return null;
    this.#used++;
    return delta;
  }

  #take(): KeptDelta {
    let delta = this.#kept[this.#used];
    if (delta === undefined) {
      delta = { type: 'delta', handle: 0, input: 0, from: 0, tick: 0, tables: new Int32Array(0) };
      this.#kept[this.#used] = delta;
    }
    // Every integer takes a byte at least.
    const most = this.#bytes.length;
    if (delta.tables.length < most) delta.tables = new Int32Array(Math.max(1024, 2 * most));
    return delta;
  }

  #table(): void {
    if (this.#count() !== 3) this.#fits = false;
    this.#copyInt();
    for (let removed = this.#copyCount(); removed > 0 && this.#fits; removed--) this.#copyInt();
    for (let rows = this.#copyCount(); rows > 0 && this.#fits; rows--) {
      const cells = this.#copyCount();
      // Without a key and a mask it is no row.
      if (cells < 2) this.#fits = false;
      for (let i = 0; i < cells && this.#fits; i++) this.#copyInt();
    }
  }

  #copyInt(): void {
    this.#out[this.#length++] = this.#int();
  }

  #copyCount(): number {
    const count = this.#count();
    this.#out[this.#length++] = count;
    return count;
  }

  /** How many values an array has. */
  #count(): number {
    const head = this.#bytes[this.#at++] ?? 0;
    if (head >= 0x90 && head < 0xa0) return head & 0x0f;
    if (head === 0xdc) return this.#unsigned(2);
    this.#fits = false;
    return 0;
  }

  #int(): number {
    const head = this.#bytes[this.#at++] ?? 0xc0;
    if (head < 0x80) return head;
    if (head >= 0xe0) return head - 0x100;
    switch (head) {
      case 0xcc:
        return this.#unsigned(1);
      case 0xcd:
        return this.#unsigned(2);
      case 0xce: {
        const value = this.#unsigned(4);
        if (value < 0) this.#fits = false;
        return value;
      }
      case 0xd0:
        return (this.#unsigned(1) << 24) >> 24;
      case 0xd1:
        return (this.#unsigned(2) << 16) >> 16;
      case 0xd2:
        return this.#unsigned(4);
      default:
        this.#fits = false;
        return 0;
    }
  }

  /** One, two or four bytes; the highest of 32 bits is the sign. */
  #unsigned(bytes: number): number {
    if (this.#at + bytes > this.#bytes.length) this.#fits = false;
    let value = 0;
    for (let i = 0; i < bytes; i++) value = (value << 8) | (this.#bytes[this.#at++] ?? 0);
    return value;
  }
}

/** Where a MessagePack value ends; -1 if the bytes end before it does, or it is none. */
export function skipValue(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let left = 1; left > 0; left--) {
    const head = bytes[at];
    if (head === undefined) return -1;
    at++;
    if (head < 0x80 || head >= 0xe0 || head === 0xc0 || head === 0xc2 || head === 0xc3) continue;
    if (head < 0x90) left += 2 * (head & 0x0f);
    else if (head < 0xa0) left += head & 0x0f;
    else if (head < 0xc0) at += head & 0x1f;
    else {
      const size = sizes[head - 0xc0] as number;
      if (size === none) return -1;
      if (size >= 0) {
        at += size;
        continue;
      }
      const width = lengthWidths[head - 0xc0] as number;
      let count = 0;
      for (let i = 0; i < width; i++) count = count * 256 + (bytes[at + i] ?? 0);
      at += width;
      if (size === values) left += count;
      else if (size === pairs) left += 2 * count;
      else at += count + (size === typed ? 1 : 0);
    }
    if (at > bytes.length) return -1;
  }
  return at <= bytes.length ? at : -1;
}

const none = -1;
const counted = -2;
const typed = -3;
const values = -4;
const pairs = -5;
/** For the heads from 0xc0: how many bytes follow, or what says how many do. */
// biome-ignore format: a table
const sizes = [
  0, none, 0, 0, counted, counted, counted, typed, typed, typed, 4, 8, 1, 2, 4, 8,
  1, 2, 4, 8, 2, 3, 5, 9, 17, counted, counted, counted, values, values, pairs, pairs,
];
/** How many bytes say it. */
// biome-ignore format: a table
const lengthWidths = [
  0, 0, 0, 0, 1, 2, 4, 1, 2, 4, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4,
];
