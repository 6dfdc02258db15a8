import { CommandRefusedError, type Room, type RoomStatus } from '../../sdk/index.ts';
import { Outgoing } from '../outgoing.ts';
import { sayProblem } from '../sentences.ts';
import { Stay } from '../stay.ts';
import type { Past, Present, Talked } from '../talked.ts';
import { type Line, Timeline } from '../timeline.ts';
import type { DirectMessage, EarlierMessages, Member } from './contract.ts';

/** A sign of typing holds for five seconds at the room. */
const typingMs = 2500;

export interface TalkListener {
  changed(): void;
  takenOver(): void;
}

/** A conversation of two. All of it is rows: the newest of each message is what it is. */
export class Talk implements Talked {
  readonly id: string;
  readonly timeline = new Timeline();
  readonly outgoing = new Outgoing();
  readonly past: Past = {
    isBefore: (key) => key > 1,
    before: (key) => this.#before(key),
  };
  readonly beginning = 'Only the two of you can read this.';
  readonly isEditable = true;
  peopleVersion = 0;
  newAfter: number | null = null;
  readonly #name: () => string;
  readonly #me: () => string | null;
  readonly #now: () => number;
  readonly #listener: TalkListener;
  readonly #stay: Stay;
  #seenKey = 0;
  #readKey = 0;
  /** The room has shown what was said so far: from then on, what is added is news. */
  #hasBegun = false;
  #isTyping = false;
  #typedAt = Number.NEGATIVE_INFINITY;

  /** `name`: what the inbox calls the other, by which two of the same name are told apart; empty if it does not know. */
  constructor(
    id: string,
    name: () => string,
    join: () => Room,
    me: () => string | null,
    listener: TalkListener,
    now: () => number = () => performance.now(),
  ) {
    this.id = id;
    this.#name = name;
    this.#me = me;
    this.#now = now;
    this.#listener = listener;
    this.#stay = new Stay(join, {
      entered: (room) => this.#entered(room),
      ended: () => {
        this.timeline.clear();
        this.#seenKey = this.#readKey = 0;
        this.peopleVersion++;
      },
      takenOver: () => listener.takenOver(),
      changed: () => listener.changed(),
    });
  }

  get title(): string {
    return this.#name() || this.#other?.name || 'Somebody';
  }

  get status(): RoomStatus {
    return this.#stay.room.status;
  }

  get problem(): string | null {
    return this.#stay.problem;
  }

  get present(): Present[] {
    const rows = [...this.#stay.room.state.table<Member>('members').rows()];
    return rows
      .filter(({ fields }) => fields.name !== '')
      .map(({ key, fields: { name, player, here } }) => {
        const me = player === this.#me();
        return { key, name: me ? name : this.title, player, away: here === 0, me };
      });
  }

  /** The inbox counts. */
  get unread(): number {
    return 0;
  }

  get seenKey(): number {
    return this.#seenKey;
  }

  /** What is seen here is read, and the other is told so. */
  set seenKey(key: number) {
    this.#seenKey = key;
    if (key <= this.#readKey || this.status.phase !== 'joined') return;
    this.#readKey = key;
    this.#stay.room.command('read', { upTo: key }).catch((error) => {
      // What the room refused it would refuse again, in every frame.
      if (!(error instanceof CommandRefusedError)) this.#readKey = 0;
    });
  }

  get footnote(): string {
    const other = this.#other;
    if (other === undefined) return '';
    // What the room said of it is old while there is no connection.
    if (other.typing !== 0 && this.status.phase === 'joined') return `${this.title} is typing …`;
    const last = this.timeline.lines.at(-1);
    if (last?.own !== true) return '';
    if (other.read >= last.key) return 'Read';
    return other.delivered >= last.key ? 'Delivered' : 'Sent';
  }

  say(text: string): void {
    this.#isTyping = false;
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

  /** Rejects when the room does not take it. */
  async edit(message: number, text: string): Promise<void> {
    await this.#stay.room.command('edit', { message, text });
  }

  async remove(message: number): Promise<void> {
    await this.#stay.room.command('delete', { message });
  }

  typing(isTyping: boolean): void {
    if (!isTyping && !this.#isTyping) return;
    const now = this.#now();
    if (isTyping && this.#isTyping && now - this.#typedAt < typingMs) return;
    this.#isTyping = isTyping;
    this.#typedAt = now;
    this.#stay.room.input({ typing: isTyping });
  }

  retry(): void {
    this.#stay.retry();
  }

  leave(): Promise<void> {
    return this.#stay.leave();
  }

  get #other(): Readonly<Member> | undefined {
    for (const { fields } of this.#stay.room.state.table<Member>('members').rows())
      if (fields.player !== this.#me()) return fields;
    return undefined;
  }

  #entered(room: Room): void {
    this.#hasBegun = false;
    const messages = room.state.table<DirectMessage>('messages');
    const members = room.state.table<Member>('members');
    messages.onAdd(({ key, fields }) => {
      const line = this.#lineOf(room, key, fields);
      // The same words of long ago are not those that are on their way.
      if (line.own) this.outgoing.told(key, this.#hasBegun ? fields.text : null);
      this.timeline.put(line);
    });
    messages.onChange(({ key, fields }) => this.timeline.put(this.#lineOf(room, key, fields)));
    messages.onRemove(({ key, fields }) => this.timeline.put(this.#lineOf(room, key, fields)));
    members.onAdd(() => this.peopleVersion++);
    members.onChange(() => this.peopleVersion++);
    room.state.onUpdate(() => {
      this.#hasBegun = true;
      this.#listener.changed();
    });
  }

  #lineOf(room: Room, key: number, message: Readonly<DirectMessage>): Line {
    const author = room.state.table<Member>('members').get(message.from)?.fields;
    const own = author?.player === this.#me();
    return {
      key,
      from: message.from,
      name: (own ? author?.name : this.title) ?? '',
      own,
      at: message.at,
      text: message.text,
      edited: message.edited !== 0,
      deleted: message.deleted !== 0,
      fixed: room.state.table<DirectMessage>('messages').get(key) === undefined,
    };
  }

  async #before(key: number): Promise<{ lines: Line[]; more: boolean }> {
    const room = this.#stay.room;
    const answer = (await room.command('before', { message: key })) as unknown as EarlierMessages;
    const lines = answer.messages.map(({ message, ...rest }) => this.#lineOf(room, message, rest));
    return { lines, more: answer.more };
  }
}
