import type { ClientFrame } from '../clientFrames.ts';
import { type Codec, type Message, maxMessageBytes, type Outgoing } from '../codec.ts';
import { keptInputs } from '../recentInputs.ts';

const type = { leave: 3, input: 4, command: 5, ack: 6, ping: 7 } as const;

/** One body for `/send`, and what of it is settled when it was answered. */
export interface Parcel {
  readonly message: Message;
  readonly frames: ReadonlySet<Outgoing>;
}

/**
 * What the client has to say in one room and does not know to have arrived: inputs, until a post with them was answered; commands,
 * until they are answered themselves; the last acknowledgement, the last ping, a leave.
 */
export class Outbox {
  readonly #codec: Codec;
  readonly #commands = new Map<number, Outgoing>();
  #stream = 0;
  #inputs: Outgoing[] = [];
  #ack: Outgoing | null = null;
  #ping: Outgoing | null = null;
  #leave: Outgoing | null = null;
  #hasNew = false;

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  get isEmpty(): boolean {
    return (
      !this.#hasNew && this.#commands.size === 0 && this.#singles().length === 0 && this.#inputs.length === 0
    );
  }

  /** Something is here that was not in a post that was answered, but for commands that only wait for their answer. */
  get hasNew(): boolean {
    return this.#hasNew || this.#inputs.length > 0 || this.#singles().length > 0;
  }

  get isLeaving(): boolean {
    return this.#leave !== null;
  }

  add(outgoing: Outgoing): void {
    switch (outgoing.frame[0]) {
      case type.input:
        if (this.#inputs.length === keptInputs) this.#inputs.shift();
        this.#inputs.push(outgoing);
        break;
      case type.command:
        this.#addCommand(outgoing);
        break;
      case type.ack:
        this.#ack = outgoing;
        break;
      case type.ping:
        this.#ping = outgoing;
        break;
      case type.leave:
        this.#leave = outgoing;
        break;
    }
  }

  answered(stream: number, n: number): void {
    if (stream === this.#stream) this.#commands.delete(n);
  }

  /** As much as one post may hold; null when there is nothing to say. */
  pack(): Parcel | null {
    const frames = new Set<Outgoing>();
    let room = maxMessageBytes;
    const take = (outgoing: Outgoing | null): boolean => {
      if (outgoing === null) return false;
      // One more for the line break of the text encoding; a frame of the full size goes alone.
      const size = this.#codec.sizeOf(outgoing.message) + (frames.size === 0 ? 0 : 1);
      if (size > room) return false;
      room -= size;
      frames.add(outgoing);
      return true;
    };
    // In their order, and before inputs: those are fleeting, and a large command must not wait for a pause in them.
    const [first, ...others] = this.#commands.values();
    take(first ?? null);
    take(this.#ack);
    let all = true;
    for (const command of others) all = all && take(command);
    for (let i = this.#inputs.length - 1; i >= 0; i--) if (!take(this.#inputs[i] ?? null)) break;
    take(this.#ping);
    if (all) take(this.#leave);
    if (frames.size === 0) return null;
    this.#hasNew = false;
    return { message: this.#codec.concat(this.#inOrder(frames)), frames };
  }

  /** The post was answered: all in it has arrived. */
  arrived({ frames }: Parcel): void {
    let last = -1;
    for (const { frame } of frames) if (frame[0] === type.input) last = Math.max(last, numberOf(frame));
    this.#inputs = this.#inputs.filter(({ frame }) => numberOf(frame) > last);
    if (this.#ack !== null && frames.has(this.#ack)) this.#ack = null;
    if (this.#ping !== null && frames.has(this.#ping)) this.#ping = null;
    if (this.#leave !== null && frames.has(this.#leave)) this.#leave = null;
    // Those that found no place.
    for (const command of this.#commands.values()) if (!frames.has(command)) this.#hasNew = true;
  }

  #addCommand(outgoing: Outgoing): void {
    const [, , stream, n] = outgoing.frame as readonly number[];
    // A new stream begins when nothing more is expected of the old one.
    if (stream !== this.#stream) this.#commands.clear();
    this.#stream = stream as number;
    if (this.#commands.has(n as number)) return;
    this.#commands.set(n as number, outgoing);
    this.#hasNew = true;
  }

  #singles(): Outgoing[] {
    return [this.#ack, this.#ping, this.#leave].filter((each) => each !== null);
  }

  /** The acknowledgement makes place for the commands, and after a leave nothing counts. */
  #inOrder(frames: ReadonlySet<Outgoing>): Message[] {
    const order = [this.#ack, ...this.#commands.values(), ...this.#inputs, this.#ping, this.#leave];
    return order.flatMap((each) => (each !== null && frames.has(each) ? [each.message] : []));
  }
}

function numberOf(frame: ClientFrame): number {
  return frame[2] as number;
}
