import type { Room, RoomStatus } from '../sdk/index.ts';
import { type Message, type Person, type Said, saidIn } from './contract.ts';
import { Outgoing } from './outgoing.ts';
import { general } from './roomName.ts';
import { sayProblem } from './sentences.ts';
import { Stay } from './stay.ts';
import type { Present, Talked } from './talked.ts';
import { Timeline } from './timeline.ts';

export interface ConversationListener {
  /** Lines, people, what is on its way or the state of the connection changed. */
  changed(): void;
  /** Another tab or window has our seat. */
  takenOver(): void;
}

/** One room that we are in: what was said in it, who is there, and what we are about to say. */
export class Conversation implements Talked {
  readonly name: string;
  readonly timeline = new Timeline();
  readonly past = null;
  readonly outgoing = new Outgoing();
  readonly footnote = '';
  readonly isEditable = false;
  peopleVersion = 0;
  seenKey = 0;
  newAfter: number | null = null;
  readonly #me: () => string | null;
  readonly #listener: ConversationListener;
  readonly #stay: Stay;
  #early: Said[] | null = [];
  #hasGap = false;
  #present: readonly Present[] = [];
  #presentOf = 0;

  /** `me`: the player's id, once it is known. */
  constructor(name: string, join: () => Room, me: () => string | null, listener: ConversationListener) {
    this.name = name;
    this.#me = me;
    this.#listener = listener;
    this.#stay = new Stay(join, {
      entered: (room) => this.#entered(room),
      ended: () => {
        this.timeline.clear();
        this.seenKey = 0;
        this.newAfter = null;
      },
      takenOver: () => listener.takenOver(),
      changed: () => listener.changed(),
    });
  }

  get id(): string {
    return this.name;
  }

  get title(): string {
    return `#${this.name}`;
  }

  get beginning(): string {
    return this.name === general
      ? 'Everyone is in this room.'
      : 'Whoever knows the name of this room can come in. What was said last is kept while somebody is here.';
  }

  get status(): RoomStatus {
    return this.#stay.room.status;
  }

  get problem(): string | null {
    return this.#stay.problem;
  }

  /** Asked for in each frame, made when it changed. */
  get present(): readonly Present[] {
    if (this.#presentOf !== this.peopleVersion) {
      this.#present = this.#whoIsHere();
      this.#presentOf = this.peopleVersion;
    }
    return this.#present;
  }

  #whoIsHere(): Present[] {
    const present: Present[] = [];
    for (const { key, fields } of this.#stay.room.state.table<Person>('people').rows()) {
      const { seat, name, away, player } = fields;
      if (seat >= 0) present.push({ key, name, player, away: away !== 0, me: this.#isMe(fields) });
    }
    return present;
  }

  get unread(): number {
    return this.timeline.after(this.seenKey).filter(({ own }) => !own).length;
  }

  say(text: string): void {
    const id = this.outgoing.add(text);
    this.#listener.changed();
    this.#stay.room
      .command('say', { text })
      .then(
        (key) => this.outgoing.taken(id, Number(key)),
        (error) => this.outgoing.failed(id, sayProblem(error)),
      )
      .finally(() => this.#listener.changed());
  }

  /** In a room nobody is shown who types: there may be three hundred. */
  typing(): void {}

  retry(): void {
    this.#stay.retry();
  }

  leave(): Promise<void> {
    return this.#stay.leave();
  }

  #isMe(person: Readonly<Person>): boolean {
    return person.player === this.#me();
  }

  #entered(room: Room): void {
    this.#early = [];
    this.#hasGap = false;
    const people = room.state.table<Person>('people');
    const peopleChanged = () => {
      this.peopleVersion++;
    };
    people.onAdd(peopleChanged);
    people.onChange(peopleChanged);
    people.onRemove(peopleChanged);
    room.state.onUpdate(() => this.#updated(room));
    room.onEvent((event) => {
      const said = saidIn(event);
      if (said !== null) this.#hear(room, said);
    });
    room.onResync((reason) => {
      this.#early ??= [];
      this.#hasGap = reason !== 'epoch';
    });
  }

  /** The first state after coming in has what was said before; what is told from then on is news. */
  #updated(room: Room): void {
    const early = this.#early;
    if (early !== null) {
      this.#early = null;
      const people = room.state.table<Person>('people');
      const known = this.timeline.lastKey;
      const rows = [...room.state.table<Message>('messages').rows()].sort((a, b) => a.key - b.key);
      // What is kept begins with something that we know: nothing is missing.
      if (known === 0 || (rows[0]?.key ?? 0) <= known) this.#hasGap = false;
      for (const { key, fields } of rows) {
        const name = people.get(fields.from)?.fields.name ?? '';
        this.#show(room, { message: key, name, from: fields.from, at: fields.at, text: fields.text });
      }
      for (const said of early) this.#show(room, said);
      if (this.seenKey === 0) this.seenKey = this.timeline.lastKey;
    }
    this.#listener.changed();
  }

  #hear(room: Room, said: Said): void {
    if (this.#early !== null) this.#early.push(said);
    else {
      this.#show(room, said);
      this.#listener.changed();
    }
  }

  #show(room: Room, { message, from, name, at, text }: Said): void {
    const author = room.state.table<Person>('people').get(from)?.fields;
    const own = author !== undefined && this.#isMe(author);
    const line = { key: message, from, name, own, at, text };
    if (own) this.outgoing.told(message, text);
    const added = this.timeline.add(this.#hasGap ? { ...line, afterGap: true } : line);
    if (added) this.#hasGap = false;
  }
}
