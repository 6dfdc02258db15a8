import type { Payload } from './payload.ts';

/** Bytes that an input takes at most; what is longer is no input of every tick. */
const most = 64;

/**
 * Encodes lists of integers, such as the input that goes out in every tick, byte for byte as the general encoder does, which makes
 * an object for each list in them.
 */
export class IntegerEncoder {
  readonly #bytes = new Uint8Array(most);
  #at = 0;

  /** Bytes of the caller's own; null if something else is in the list, or it is long. */
  encode(list: readonly Payload[]): Uint8Array | null {
    this.#at = 0;
    return this.#list(list) && this.#at <= most ? this.#bytes.slice(0, this.#at) : null;
  }

  #list(list: readonly Payload[]): boolean {
    if (list.length > 15 || this.#at >= most) return false;
    this.#bytes[this.#at++] = 0x90 + list.length;
    for (let i = 0; i < list.length; i++) {
      const value = list[i] as Payload;
      if (typeof value === 'number' ? !this.#integer(value) : !Array.isArray(value) || !this.#list(value))
        return false;
    }
    return true;
  }

  #integer(value: number): boolean {
    if (!Number.isSafeInteger(value)) return false;
    if (value >= 0) {
      if (value < 0x80) this.#bytes[this.#at++] = value;
      else if (value < 0x100) this.#bigEndian(0xcc, 1, value);
      else if (value < 0x1_0000) this.#bigEndian(0xcd, 2, value);
      else if (value < 0x1_0000_0000) this.#bigEndian(0xce, 4, value);
      else return false;
    } else if (value >= -0x20) this.#bytes[this.#at++] = value;
    else if (value >= -0x80) this.#bigEndian(0xd0, 1, value);
    else if (value >= -0x8000) this.#bigEndian(0xd1, 2, value);
    else if (value >= -0x8000_0000) this.#bigEndian(0xd2, 4, value);
    else return false;
    return true;
  }

  #bigEndian(head: number, bytes: number, value: number): void {
    this.#bytes[this.#at++] = head;
    for (let shift = 8 * (bytes - 1); shift >= 0; shift -= 8) this.#bytes[this.#at++] = value >> shift;
  }
}
