import { backoff } from '../backoff.ts';
import type { Message, Outgoing } from '../codec.ts';
import { Alarm } from '../environment.ts';
import type { HttpLink, HttpRoom } from './httpLink.ts';
import { Outbox } from './outbox.ts';

/** A request has headers of a kilobyte and its turn at every proxy: inputs of a few ticks share one. */
const sendEveryMs = 50;
/** The server waits 2 s for the answers to commands. */
export const answerWithinMs = 8000;
/** Commands that a post was answered without: refused for now, or held up. */
const askAgainAfterMs = 500;
const longestPauseMs = 2000;
const deadAfterMs = 15_000;

export interface SendListener {
  /** A post was answered: the way up is open. */
  arrived(): void;
  /** A ping of these goes out only now. */
  departed(frames: Iterable<Outgoing>): void;
  /** The room is left, whatever the server still knew of it. */
  left(handle: number): void;
}

/** What is said in one room, in posts one after the other. */
export class RoomSender {
  readonly room: HttpRoom;
  readonly #link: HttpLink;
  readonly #listener: SendListener;
  readonly #outbox: Outbox;
  readonly #alarm: Alarm;
  #isUnderWay = false;
  #isClosed = false;
  #earliest = Number.NEGATIVE_INFINITY;
  #resendAt = Number.NEGATIVE_INFINITY;
  #lost = 0;
  #lostSince = 0;

  constructor(room: HttpRoom, link: HttpLink, listener: SendListener) {
    this.room = room;
    this.#link = link;
    this.#listener = listener;
    this.#outbox = new Outbox(link.codec);
    this.#alarm = new Alarm(link.environment, () => this.#go());
  }

  add(outgoing: Outgoing): void {
    this.#outbox.add(outgoing);
  }

  answered(stream: number, n: number): void {
    this.#outbox.answered(stream, n);
  }

  go(): void {
    if (!this.#isUnderWay) this.#go();
  }

  close(): void {
    this.#isClosed = true;
    this.#alarm.clear();
  }

  #go(): void {
    if (this.#isClosed || this.#isUnderWay || this.#outbox.isEmpty) return;
    const now = this.#link.environment.now();
    const at = this.#outbox.hasNew ? this.#earliest : Math.max(this.#earliest, this.#resendAt);
    if (at > now) this.#alarm.set(at - now);
    else void this.#post();
  }

  async #post(): Promise<void> {
    const parcel = this.#outbox.pack();
    if (parcel === null) return;
    const { client, environment, encoding } = this.#link;
    const { roomId, attach, handle } = this.room;
    this.#alarm.clear();
    this.#isUnderWay = true;
    this.#earliest = environment.now() + sendEveryMs;
    this.#listener.departed(parcel.frames);
    const answer = await client.ask({
      path: '/send',
      query: [
        ['room', roomId],
        ['attach', attach],
      ],
      body: parcel.message,
      encoding,
      withinMs: answerWithinMs,
    });
    this.#isUnderWay = false;
    if (this.#isClosed) return;
    let hasLeft = false;
    switch (answer.kind) {
      case 'ok':
        this.#lost = 0;
        hasLeft = this.#outbox.isLeaving;
        this.#outbox.arrived(parcel);
        hasLeft &&= !this.#outbox.isLeaving;
        this.#resendAt = environment.now() + askAgainAfterMs;
        this.#listener.arrived();
        this.#link.receive(answer.message);
        // The answer to it may have gone with another request that was lost.
        if (hasLeft && !this.#isClosed) this.#listener.left(handle);
        break;
      case 'lost':
        if (this.#lost === 0) this.#lostSince = environment.now();
        // What comes down may go on coming; it does not help who cannot be heard.
        if (environment.now() - this.#lostSince > deadAfterMs) {
          this.#link.end({});
          return;
        }
        this.#pause(Math.min(backoff(this.#lost++, environment.random()), longestPauseMs));
        break;
      case 'refused': {
        if (answer.code === 'not_joined' && this.#outbox.isLeaving) {
          this.#listener.left(handle);
          return;
        }
        const pause = this.#link.pauseAfter(answer);
        if (pause === null) return;
        this.#pause(pause);
      }
    }
    this.#go();
  }

  #pause(milliseconds: number): void {
    this.#earliest = this.#link.environment.now() + milliseconds;
  }
}

/** Says one message that belongs to no joined room, again and again until it is answered. */
export class Saying {
  readonly #link: HttpLink;
  readonly #message: Message;
  readonly #alarm: Alarm;
  readonly #answered: (message: Message | null) => void;
  #isClosed = false;
  #lost = 0;

  constructor(link: HttpLink, message: Message, answered: (message: Message | null) => void) {
    this.#link = link;
    this.#message = message;
    this.#answered = answered;
    this.#alarm = new Alarm(link.environment, () => void this.#post());
    void this.#post();
  }

  close(): void {
    this.#isClosed = true;
    this.#alarm.clear();
  }

  async #post(): Promise<void> {
    const { client, environment, encoding } = this.#link;
    const answer = await client.ask({
      path: '/send',
      body: this.#message,
      encoding,
      withinMs: answerWithinMs,
    });
    if (this.#isClosed) return;
    if (answer.kind === 'ok') {
      this.close();
      this.#answered(answer.message);
      return;
    }
    const pause =
      answer.kind === 'refused'
        ? this.#link.pauseAfter(answer)
        : Math.min(backoff(this.#lost++, environment.random()), longestPauseMs);
    if (pause !== null && !this.#isClosed) this.#alarm.set(pause);
  }
}
