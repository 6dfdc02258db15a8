import { Decoder, Encoder } from '@msgpack/msgpack';
import { type ClientFrame, clientFrameNames } from './clientFrames.ts';
import { DeltaReader, skipValue } from './deltaReader.ts';
import { ProtocolError } from './errors.ts';
import { IntegerEncoder } from './integerEncoder.ts';
import { readServerFrame } from './readServerFrame.ts';
import type { ServerFrame } from './serverFrames.ts';

/** MessagePack in binary messages, or JSON in text messages, one frame a line, for people and tools. */
export type Encoding = 'msgpack' | 'json';

/** What one WebSocket message carries. */
export type Message = Uint8Array | string;

/** A frame on its way to the server, encoded for good: what its payload came from may change afterwards. */
export interface Outgoing {
  /** Its type and numbers can be read; its payload is in `message`. */
  readonly frame: ClientFrame;
  readonly message: Message;
}

/** The server refuses larger client messages with `too_large`. In bytes and in frames. */
export const maxMessageBytes = 16_384;
export const maxMessageFrames = 64;

export interface Codec {
  readonly encoding: Encoding;
  encode(frame: ClientFrame): Message;
  /** Bytes that the encoded frame takes on the wire. */
  sizeOf(encoded: Message): number;
  /** Puts encoded frames into one message. */
  concat(encoded: readonly Message[]): Message;
  /**
   * Throws {@link ProtocolError} for anything but a sequence of frames; unknown frame types are left out. What a delta among them
   * tells holds until the next message is decoded.
   */
  decode(message: Message): ServerFrame[];
}

export function createCodec(encoding: Encoding): Codec {
  return encoding === 'msgpack' ? new BinaryCodec() : new TextCodec();
}

/** Spreads encoded frames, in order, over as few messages as the protocol's limits allow. */
export function packMessages(codec: Codec, encoded: readonly Message[]): Message[] {
  const messages: Message[] = [];
  let parts: Message[] = [];
  let bytes = 0;
  for (const frame of encoded) {
    // One more for the line break of the text encoding.
    const size = codec.sizeOf(frame) + 1;
    if (parts.length > 0 && (bytes + size > maxMessageBytes || parts.length === maxMessageFrames)) {
      messages.push(codec.concat(parts));
      parts = [];
      bytes = 0;
    }
    parts.push(frame);
    bytes += size;
  }
  if (parts.length > 0) messages.push(codec.concat(parts));
  return messages;
}

class BinaryCodec implements Codec {
  readonly encoding = 'msgpack';
  readonly #encoder = new Encoder();
  readonly #integers = new IntegerEncoder();
  readonly #decoder = new Decoder();
  readonly #deltas = new DeltaReader();

  encode(frame: ClientFrame): Uint8Array {
    return this.#integers.encode(frame) ?? this.#encoder.encode(frame);
  }

  sizeOf(encoded: Message): number {
    return encoded.length;
  }

  concat(encoded: readonly Message[]): Message {
    const [only] = encoded;
    if (encoded.length === 1 && only !== undefined) return only;
    const message = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of encoded) {
      message.set(part as Uint8Array, at);
      at += part.length;
    }
    return message;
  }

  decode(message: Message): ServerFrame[] {
    if (typeof message === 'string') throw new ProtocolError('A text message on a binary connection.');
    let frames: ServerFrame[] = [];
    try {
      this.#deltas.begin(message);
      for (let at = 0; at < message.length; ) {
        const delta = this.#deltas.read(at);
        if (delta !== null) {
          // Most messages are one delta, and a list that grows takes room for many.
          if (at === 0) frames = [delta];
          else frames.push(delta);
          at = this.#deltas.end;
          continue;
        }
        const end = skipValue(message, at);
        const frame = readServerFrame(
          this.#decoder.decode(end < 0 ? message.subarray(at) : message.subarray(at, end)),
        );
        if (frame !== null) frames.push(frame);
        at = end < 0 ? message.length : end;
      }
    } catch (error) {
      throw asProtocolError(error);
    }
    return frames;
  }
}

class TextCodec implements Codec {
  readonly encoding = 'json';
  readonly #utf8 = new TextEncoder();

  encode(frame: ClientFrame): string {
    const [type, ...fields] = frame;
    return JSON.stringify([clientFrameNames.get(type) ?? type, ...fields]);
  }

  sizeOf(encoded: Message): number {
    return typeof encoded === 'string' ? this.#utf8.encode(encoded).length : encoded.length;
  }

  concat(encoded: readonly Message[]): string {
    return encoded.join('\n');
  }

  decode(message: Message): ServerFrame[] {
    if (typeof message !== 'string') throw new ProtocolError('A binary message on a text connection.');
    const frames: ServerFrame[] = [];
    try {
      for (const line of message.split('\n')) {
        if (line === '') continue;
        const frame = readServerFrame(JSON.parse(line));
        if (frame !== null) frames.push(frame);
      }
    } catch (error) {
      throw asProtocolError(error);
    }
    return frames;
  }
}

function asProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  return new ProtocolError(error instanceof Error ? error.message : String(error), { cause: error });
}
