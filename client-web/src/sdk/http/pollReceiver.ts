import { backoff } from '../backoff.ts';
import { Alarm } from '../environment.ts';
import type { Query } from './httpClient.ts';
import type { HttpLink, ReadRoom, Receiver } from './httpLink.ts';
import type { Release, Slots } from './slots.ts';

/** As long as the server holds a poll at most. */
const heldSeconds = 25;
/** For an answer to come beyond the time that it may be held. */
const answerWithinMs = 10_000;
/**
 * A room that ticks 30 times a second has something newer whenever it is asked. Each poll costs a kilobyte of headers and a
 * place in the server's limits; sixteen a second are as smooth to look at, for the rest is interpolated.
 */
const pollEveryMs = 60;
/** Without a connection that may stay open. */
const unheldEveryMs = 200;
const slotAgainAfterMs = 5000;
/** So many held polls in a row that did not come back, while short ones do: something on the way cuts them. */
const heldLostAllowed = 2;
const deadAfterMs = 15_000;
const longestPauseMs = 2000;

export interface PollOptions {
  /** Null for short polls alone. */
  readonly slots: Slots | null;
  /** Milliseconds from one poll to the next, at least. */
  readonly everyMs?: number;
  readonly session: string;
  /** Which rooms to ask for; default all. */
  readonly wants?: (room: ReadRoom) => boolean;
}

/** Asks for what is newer than the cursors of its rooms, one poll after the other. */
export class PollReceiver implements Receiver {
  readonly #link: HttpLink;
  readonly #options: PollOptions;
  readonly #alarm: Alarm;
  #poll: AbortController | null = null;
  #asked = '';
  #slot: Release | null = null;
  #slotAskedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  #lost = 0;
  #heldLost = 0;
  #goodAt = 0;

  constructor(link: HttpLink, options: PollOptions) {
    this.#link = link;
    this.#options = options;
    this.#alarm = new Alarm(link.environment, () => void this.#next());
  }

  update(): void {
    if (this.#isClosed) return;
    if (this.#poll === null) {
      if (!this.#alarm.isSet) this.#alarm.set(0);
    } else if (nameOf(this.#rooms()) !== this.#asked) {
      // What it would have brought comes with the next one, from the same cursors.
      this.#poll.abort();
      this.#poll = null;
      this.#alarm.set(0);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#alarm.clear();
    this.#poll?.abort();
    this.#poll = null;
    this.#giveBack();
  }

  #rooms(): readonly ReadRoom[] {
    const { wants } = this.#options;
    return wants === undefined ? this.#link.rooms() : this.#link.rooms().filter(wants);
  }

  async #next(): Promise<void> {
    if (this.#rooms().length === 0) {
      this.#giveBack();
      return;
    }
    const poll = new AbortController();
    this.#poll = poll;
    await this.#takeSlot();
    if (poll !== this.#poll) {
      if (this.#isClosed) this.#giveBack();
      return;
    }
    const rooms = this.#rooms();
    if (rooms.length === 0) {
      this.#poll = null;
      return;
    }
    this.#asked = nameOf(rooms);
    await this.#ask(rooms, poll);
  }

  async #ask(rooms: readonly ReadRoom[], poll: AbortController): Promise<void> {
    const { client, environment, encoding } = this.#link;
    const isHeld = this.#slot !== null;
    const startedAt = environment.now();
    if (this.#lost === 0) this.#goodAt = startedAt;
    const answer = await client.ask({
      path: '/poll',
      query: queryOf(rooms, isHeld ? heldSeconds : 0, this.#options.session),
      encoding,
      withinMs: (isHeld ? heldSeconds * 1000 : 0) + answerWithinMs,
      controller: poll,
    });
    if (poll !== this.#poll) return;
    this.#poll = null;
    const now = environment.now();
    switch (answer.kind) {
      case 'ok':
        this.#lost = 0;
        this.#heldLost = isHeld ? 0 : this.#heldLost;
        this.#alarm.set(Math.max(0, startedAt + this.#gapFor(rooms) - now));
        this.#link.servedBy(answer.node);
        this.#link.receive(answer.message);
        break;
      case 'lost':
        if (isHeld && ++this.#heldLost > heldLostAllowed) {
          this.#link.end({ unfit: true });
          return;
        }
        // The first loss of a poll that was held for long says nothing about now.
        if (this.#lost === 0) this.#goodAt = now;
        if (now - this.#goodAt > deadAfterMs) {
          this.#link.end({});
          return;
        }
        this.#alarm.set(Math.min(backoff(this.#lost++, environment.random()), longestPauseMs));
        break;
      case 'refused': {
        // Two polls of one session happen when one that was given up arrives late.
        const pause = answer.code === 'superseded' ? 2 * pollEveryMs : this.#link.pauseAfter(answer);
        if (pause !== null) this.#alarm.set(pause);
      }
    }
  }

  #gapFor(rooms: readonly ReadRoom[]): number {
    const wished = Math.max(...rooms.map(({ rate }) => (rate === 0 ? Number.POSITIVE_INFINITY : rate)));
    const floor = this.#options.everyMs ?? (this.#slot === null ? unheldEveryMs : pollEveryMs);
    return Math.max(floor, 1000 / wished);
  }

  async #takeSlot(): Promise<void> {
    const { slots } = this.#options;
    const now = this.#link.environment.now();
    if (slots === null || this.#slot !== null || now - this.#slotAskedAt < slotAgainAfterMs) return;
    this.#slotAskedAt = now;
    const slot = await slots.acquire();
    if (this.#isClosed) slot?.();
    else this.#slot = slot;
  }

  #giveBack(): void {
    this.#slot?.();
    this.#slot = null;
    this.#slotAskedAt = Number.NEGATIVE_INFINITY;
  }
}

function nameOf(rooms: readonly ReadRoom[]): string {
  return rooms.map(({ handle, attach }) => `${handle}:${attach}`).join();
}

/** The values of one room stand at the same place in each list. */
function queryOf(rooms: readonly ReadRoom[], wait: number, session: string): Query {
  const query: [string, string | number][] = [];
  for (const { roomId, attach, cursor, handle, rate } of rooms) {
    query.push(
      ['room', roomId],
      ['attach', attach],
      ['cursor', cursor.slice(0, 4).join()],
      ['handle', handle],
      ['rate', rate],
    );
  }
  query.push(['wait', wait], ['session', session]);
  return query;
}
