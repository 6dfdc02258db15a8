import type { Room, RoomInfo, RoomStatus } from '../sdk/index.ts';
import { type Message, type Person, type Said, saidIn } from './contract.ts';
import { Outgoing } from './outgoing.ts';
import { sayProblem } from './sentences.ts';
import { Timeline } from './timeline.ts';

/** Endings after which we simply come again. */
const passing: ReadonlySet<string> = new Set(['grace_over', 'room_gone', 'room_closed', 'game_failed']);
const comeAgainMs = 1500;

export interface ConversationListener {
  /** Lines, people, what is on its way or the state of the connection changed. */
  changed(conversation: Conversation): void;
  /** Another tab or window has our seat. */
  takenOver(): void;
}

/** One room that we are in: what was said in it, who is there, and what we are about to say. */
export class Conversation {
  readonly name: string;
  readonly timeline = new Timeline();
  readonly outgoing = new Outgoing();
  /** Counts changes of who is there, so that nothing is drawn in vain. */
  peopleVersion = 0;
  /** The last line that was seen by whoever sits here. */
  seenKey = 0;
  /** The line behind which everything was new when the room was opened. */
  newAfter: number | null = null;
  #join: () => Room;
  #me: () => string | null;
  #listener: ConversationListener;
  #room: Room;
  #early: Said[] | null = [];
  #hasGap = false;
  #problem: string | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** `me`: the player's id, once it is known. */
  constructor(name: string, join: () => Room, me: () => string | null, listener: ConversationListener) {
    this.name = name;
    this.#join = join;
    this.#me = me;
    this.#listener = listener;
    this.#room = this.#enter();
  }

  get status(): RoomStatus {
    return this.#room.status;
  }

  get info(): RoomInfo | null {
    return this.#room.info;
  }

  /** The code for which we are not let in; null while we are, or come again by ourselves. */
  get problem(): string | null {
    return this.#problem;
  }

  get people(): Iterable<{ readonly key: number; readonly fields: Readonly<Person> }> {
    return this.#room.state.table<Person>('people').rows();
  }

  get unread(): number {
    return this.timeline.after(this.seenKey).filter(({ own }) => !own).length;
  }

  /** What this room calls us, which is another name where somebody has ours; null until it is known. */
  get myName(): string | null {
    for (const { fields } of this.people) if (this.isMe(fields)) return fields.name;
    return null;
  }

  isMe(person: Readonly<Person>): boolean {
    return person.player === this.#me();
  }

  say(text: string): void {
    const id = this.outgoing.add(text);
    this.#changed();
    this.#room
      .command('say', { text })
      .then(
        (key) => this.outgoing.taken(id, Number(key)),
        (error) => this.outgoing.failed(id, sayProblem(error)),
      )
      .finally(() => this.#changed());
  }

  /** Joins again, as after a refusal. */
  retry(): void {
    clearTimeout(this.#again);
    this.#room = this.#enter();
    this.#changed();
  }

  leave(): Promise<void> {
    clearTimeout(this.#again);
    return this.#room.leave();
  }

  #enter(): Room {
    this.#problem = null;
    this.#early = [];
    this.#hasGap = false;
    const room = this.#join();
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
      if (said !== null) this.#hear(said);
    });
    room.onResync((reason) => {
      this.#early ??= [];
      this.#hasGap = reason !== 'epoch';
    });
    room.onStatus((status) => this.#stands(room, status));
    return room;
  }

  #stands(room: Room, status: RoomStatus): void {
    if (room !== this.#room) return;
    if (status.phase === 'ended' && status.code === 'taken_over') this.#listener.takenOver();
    else if (status.phase === 'ended' && passing.has(status.code) && room.info !== null) {
      // The room that is there by then may be another, which counts its messages anew.
      this.timeline.clear();
      this.seenKey = 0;
      this.newAfter = null;
      this.#again = setTimeout(() => this.retry(), comeAgainMs);
    } else if (status.phase === 'ended' && status.code !== 'left' && status.code !== 'session_closed') {
      this.#problem = status.code;
    }
    this.#changed();
  }

  /** The first state after coming in has what was said before; what is told from then on is news. */
  #updated(room: Room): void {
    if (room !== this.#room) return;
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
        this.#show({ message: key, name, from: fields.from, at: fields.at, text: fields.text });
      }
      for (const said of early) this.#show(said);
      if (this.seenKey === 0) this.seenKey = this.timeline.lastKey;
    }
    this.#changed();
  }

  #hear(said: Said): void {
    if (this.#early !== null) this.#early.push(said);
    else {
      this.#show(said);
      this.#changed();
    }
  }

  #show({ message, from, name, at, text }: Said): void {
    const author = this.#room.state.table<Person>('people').get(from)?.fields;
    const own = author !== undefined && this.isMe(author);
    const line = { key: message, from, name, own, at, text };
    if (own) this.outgoing.told(message, text);
    const added = this.timeline.add(this.#hasGap ? { ...line, afterGap: true } : line);
    if (added) this.#hasGap = false;
  }

  #changed(): void {
    this.#listener.changed(this);
  }
}
