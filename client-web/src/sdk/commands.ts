import type { ClientFrame } from './clientFrames.ts';
import * as frames from './clientFrames.ts';
import type { Outgoing } from './codec.ts';
import { Alarm, type Environment } from './environment.ts';
import { CommandLostError, CommandRefusedError } from './errors.ts';
import type { Payload } from './payload.ts';

/** The room keeps at most this many commands of a stream that are unanswered or unacknowledged. */
const maxOpen = 32;
const ackAfterAnswers = 8;
const ackAfterMs = 1000;
/** An answer that is this late is asked for again: a refusal for its rate is told once a second only. */
const resendAfterMs = 5000;

interface Open {
  readonly n: number;
  readonly encoded: Outgoing;
  readonly resolve: (answer: Payload) => void;
  readonly reject: (reason: Error) => void;
}

interface Waiting {
  readonly name: string;
  readonly payload: Payload;
  readonly resolve: (answer: Payload) => void;
  readonly reject: (reason: Error) => void;
}

export interface CommandLine {
  /** Throws when the frame is too large to be sent at all. */
  encode(frame: ClientFrame): Outgoing;
  send(encoded: readonly Outgoing[]): void;
  newStream(): number;
}

/**
 * The commands of one seat: numbered, sent again after every reconnect until they are answered, and thereby
 * applied exactly once. Commands over the window wait here, in order; their number is given when they leave.
 */
export class CommandStream {
  readonly #handle: number;
  readonly #line: CommandLine;
  readonly #ackAlarm: Alarm;
  readonly #resendAlarm: Alarm;
  readonly #open = new Map<number, Open>();
  #waiting: Waiting[] = [];
  #stream: number;
  #last = 0;
  #acked = 0;
  #online = false;
  #gapAt: number | null = null;

  constructor(handle: number, line: CommandLine, environment: Environment) {
    this.#handle = handle;
    this.#line = line;
    this.#stream = line.newStream();
    this.#ackAlarm = new Alarm(environment, () => this.#ack());
    this.#resendAlarm = new Alarm(environment, () => this.#resend());
  }

  submit(name: string, payload: Payload): Promise<Payload> {
    // Refused here rather than when its turn comes, when nobody is looking any more.
    this.#line.encode(frames.command(this.#handle, this.#stream, Number.MAX_SAFE_INTEGER, name, payload));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, payload: structuredClone(payload), resolve, reject });
      this.#pump();
    });
  }

  /** The seat is attached over a connection: everything that is not answered goes out again. */
  online(): void {
    this.#online = true;
    this.#resend();
    this.#pump();
  }

  offline(): void {
    this.#online = false;
    this.#ackAlarm.clear();
    this.#resendAlarm.clear();
  }

  answered(stream: number, n: number, code: string | null, payload: Payload): void {
    const open = stream === this.#stream ? this.#open.get(n) : undefined;
    if (open === undefined) return;
    this.#open.delete(n);
    this.#gapAt = null;
    if (code === null) open.resolve(payload);
    else open.reject(new CommandRefusedError(code, typeof payload === 'string' ? payload : ''));

    if (this.#unacked() >= ackAfterAnswers || this.#waiting.length > 0) this.#ack();
    else if (!this.#ackAlarm.isSet && this.#unacked() > 0) this.#ackAlarm.set(ackAfterMs);
    this.#awaitAnswers();
    this.#pump();
  }

  /** The room expects another number than the one that reached it. */
  gap(stream: number, expected: number): void {
    // Every command behind the missing one says the same; sending all again for each would be a flood.
    if (stream !== this.#stream || expected === this.#gapAt) return;
    this.#gapAt = expected;
    if (this.#open.has(expected)) this.#resend();
    // It asks for one that was answered, or was never given: the room's memory of this stream is not ours.
    else if (this.#open.size > 0) this.startAnew('command_gap');
  }

  /** A command was refused before the room saw it, or could not be taken yet: it used no number. */
  retryAfter(milliseconds: number): void {
    if (this.#open.size > 0) this.#resendAlarm.set(milliseconds);
  }

  /** The room has no memory of this stream: what was open gets no answer, what waited goes on in a new stream. */
  startAnew(code: string): void {
    this.#fail(code);
    this.#stream = this.#line.newStream();
    this.#last = 0;
    this.#acked = 0;
    this.#gapAt = null;
    this.#pump();
  }

  /** Nothing will be sent or answered any more. */
  end(code: string): void {
    this.offline();
    this.#fail(code);
    for (const waiting of this.#waiting) waiting.reject(new CommandLostError(code));
    this.#waiting = [];
  }

  #fail(code: string): void {
    for (const open of this.#open.values()) open.reject(new CommandLostError(code));
    this.#open.clear();
    this.#ackAlarm.clear();
    this.#resendAlarm.clear();
  }

  #pump(): void {
    if (!this.#online) return;
    const batch: Outgoing[] = [];
    while (this.#waiting.length > 0 && this.#last - this.#acked < maxOpen) {
      const { name, payload, resolve, reject } = this.#waiting.shift() as Waiting;
      const n = ++this.#last;
      const encoded = this.#line.encode(frames.command(this.#handle, this.#stream, n, name, payload));
      this.#open.set(n, { n, encoded, resolve, reject });
      batch.push(encoded);
    }
    if (batch.length === 0) return;
    this.#line.send(batch);
    if (!this.#resendAlarm.isSet) this.#awaitAnswers();
  }

  #resend(): void {
    const batch: Outgoing[] = [];
    const answered = this.#answeredUpTo();
    // The last acknowledgement may have been lost with its connection.
    if (answered > 0) {
      batch.push(this.#line.encode(frames.ack(this.#handle, this.#stream, answered)));
      this.#acked = answered;
    }
    for (const open of this.#open.values()) batch.push(open.encoded);
    if (batch.length > 0) this.#line.send(batch);
    this.#awaitAnswers();
  }

  #ack(): void {
    this.#ackAlarm.clear();
    const answered = this.#answeredUpTo();
    if (!this.#online || answered === this.#acked) return;
    this.#acked = answered;
    this.#line.send([this.#line.encode(frames.ack(this.#handle, this.#stream, answered))]);
  }

  #awaitAnswers(): void {
    if (this.#online && this.#open.size > 0) this.#resendAlarm.set(resendAfterMs);
    else this.#resendAlarm.clear();
  }

  #unacked(): number {
    return this.#answeredUpTo() - this.#acked;
  }

  /** All commands up to this one are answered; the map keeps them in the order of their numbers. */
  #answeredUpTo(): number {
    for (const n of this.#open.keys()) return n - 1;
    return this.#last;
  }
}
