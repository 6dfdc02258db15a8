import { backoff } from '../backoff.ts';
import { createCodec } from '../codec.ts';
import { Alarm } from '../environment.ts';
import type { HttpLink, ReadRoom, Receiver } from './httpLink.ts';
import { Lumps } from './lumps.ts';
import { PollReceiver } from './pollReceiver.ts';
import type { Release, Slots } from './slots.ts';

const slotAgainAfterMs = 5000;
/** The server says something at once; who hears nothing is behind something that holds the stream back. */
const openWithinMs = 3000;
const beatWithinMs = 20_000;
const ticketWithinMs = 8000;
const failuresAllowed = 2;
const longestPauseMs = 2000;
/** Shorter than a transport that did not do is left alone: who listens again before that has nothing better. */
const settleForMs = 9 * 60_000;

/** When streams that are opened in this way were last given up because they came in lumps. */
const givenUp = new WeakMap<StreamOptions['eventSource'], number>();

export interface StreamOptions {
  readonly slots: Slots;
  readonly eventSource: (url: string) => EventSource;
  readonly session: string;
}

/** Listens to one stream for each room. Rooms that get no connection that may stay open are asked for by short polls. */
export class StreamReceiver implements Receiver {
  readonly #link: HttpLink;
  readonly #options: StreamOptions;
  readonly #streams = new Map<number, RoomStream>();
  readonly #polls: PollReceiver;

  constructor(link: HttpLink, options: StreamOptions) {
    this.#link = link;
    this.#options = options;
    const { session } = options;
    this.#polls = new PollReceiver(link, {
      slots: null,
      everyMs: 200,
      session,
      wants: ({ handle }) => this.#streams.get(handle)?.hasNoSlot ?? false,
    });
  }

  update(): void {
    const rooms = new Map(this.#link.rooms().map((room) => [room.handle, room]));
    for (const [handle, stream] of this.#streams) {
      if (rooms.has(handle)) continue;
      stream.close();
      this.#streams.delete(handle);
    }
    for (const room of rooms.values()) {
      if (this.#streams.has(room.handle)) continue;
      const stream = new RoomStream(room, this.#link, this.#options, () => this.#polls.update());
      this.#streams.set(room.handle, stream);
      void stream.open();
    }
    this.#polls.update();
  }

  close(): void {
    this.#polls.close();
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
  }
}

/** The stream of one room. What is lost on the way the browser makes good by itself, with the id of the last message. */
class RoomStream {
  readonly #room: ReadRoom;
  readonly #link: HttpLink;
  readonly #options: StreamOptions;
  readonly #codec = createCodec('json');
  readonly #slotChanged: () => void;
  readonly #openAlarm: Alarm;
  readonly #beatAlarm: Alarm;
  readonly #retryAlarm: Alarm;
  readonly #slotAlarm: Alarm;
  #lumps = new Lumps();
  #source: EventSource | null = null;
  #slot: Release | null = null;
  #hasNoSlot = false;
  #isClosed = false;
  #failures = 0;

  constructor(room: ReadRoom, link: HttpLink, options: StreamOptions, slotChanged: () => void) {
    this.#room = room;
    this.#link = link;
    this.#options = options;
    this.#slotChanged = slotChanged;
    this.#openAlarm = new Alarm(link.environment, () => link.end({ unfit: true }));
    this.#beatAlarm = new Alarm(link.environment, () => this.#again());
    this.#retryAlarm = new Alarm(link.environment, () => void this.#listen());
    this.#slotAlarm = new Alarm(link.environment, () => void this.open());
  }

  get hasNoSlot(): boolean {
    return this.#hasNoSlot;
  }

  async open(): Promise<void> {
    const slot = await this.#options.slots.acquire();
    if (this.#isClosed) slot?.();
    else if (slot === null) {
      this.#slotAlarm.set(slotAgainAfterMs);
      this.#polled(true);
    } else {
      this.#slot = slot;
      // What a poll on its way would bring comes with the stream: two that go on from one cursor do not fit together.
      this.#polled(false);
      await this.#listen();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#slotAlarm.clear();
    this.#hush();
    this.#slot?.();
    this.#slot = null;
  }

  #polled(hasNoSlot: boolean): void {
    if (hasNoSlot === this.#hasNoSlot) return;
    this.#hasNoSlot = hasNoSlot;
    this.#slotChanged();
  }

  async #listen(): Promise<void> {
    const { client } = this.#link;
    const { roomId, attach, handle, rate } = this.#room;
    const answer = await client.ask({
      path: '/api/tickets',
      body: JSON.stringify({ room: roomId, attach }),
      encoding: 'application/json',
      withinMs: ticketWithinMs,
    });
    const room = this.#link.rooms().find((each) => each.handle === handle && each.attach === attach);
    if (this.#isClosed || room === undefined) return;
    if (answer.kind === 'refused') {
      const pause = this.#link.pauseAfter(answer);
      if (pause !== null) this.#retryAlarm.set(pause);
      return;
    }
    const ticket = answer.kind === 'ok' ? textIn(answer.message, 'ticket') : null;
    if (ticket === null) {
      this.#again();
      return;
    }
    this.#attend(
      client.url('/sse', [
        ['room', roomId],
        ['ticket', ticket],
        ['cursor', room.cursor.slice(0, 4).join()],
        ['rate', rate],
      ]),
    );
  }

  #attend(url: string): void {
    let source: EventSource;
    try {
      source = this.#options.eventSource(url);
    } catch {
      // There is none, or the page's own policy forbids it.
      this.#link.end({ unfit: true });
      return;
    }
    this.#source = source;
    this.#lumps = new Lumps();
    this.#openAlarm.set(openWithinMs);
    this.#beatAlarm.set(beatWithinMs);
    const heard = () => {
      this.#openAlarm.clear();
      this.#beatAlarm.set(beatWithinMs);
      this.#failures = 0;
    };
    source.onmessage = ({ data }) => {
      heard();
      this.#link.receive(String(data), this.#codec, this.#room.handle);
      if (this.#lumps.arrived(this.#link.environment.now())) this.#giveUp();
    };
    // The browser's own event of this name only says that there are headers.
    source.addEventListener('open', (event) => {
      if (!('data' in event)) return;
      heard();
      this.#link.servedBy(textIn(event.data, 'node') ?? '');
    });
    source.addEventListener('beat', heard);
    source.onerror = () => {
      // Otherwise the browser connects again by itself; should that come to nothing, the beats are missed.
      if (source.readyState === source.CLOSED) this.#again();
    };
  }

  /** What comes is late by the time that a buffer on its way takes to fill. Long polls are not, for an answer has an end. */
  #giveUp(): void {
    const { eventSource } = this.#options;
    const now = this.#link.environment.now();
    if (now - (givenUp.get(eventSource) ?? Number.NEGATIVE_INFINITY) < settleForMs) return;
    givenUp.set(eventSource, now);
    this.#link.end({ unfit: true });
  }

  /** From the start, with a ticket and the cursor that is held. */
  #again(): void {
    this.#hush();
    if (this.#failures++ >= failuresAllowed) {
      this.#link.end({ unfit: true });
      return;
    }
    const { random } = this.#link.environment;
    this.#retryAlarm.set(Math.min(backoff(this.#failures, random()), longestPauseMs));
  }

  #hush(): void {
    this.#openAlarm.clear();
    this.#beatAlarm.clear();
    this.#retryAlarm.clear();
    const source = this.#source;
    this.#source = null;
    if (source === null) return;
    source.onmessage = null;
    source.onerror = null;
    source.close();
  }
}

function textIn(message: unknown, name: string): string | null {
  try {
    const { [name]: text } = JSON.parse(String(message)) as Record<string, unknown>;
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}
