import {
  allTransports,
  openSession,
  type Players,
  type Room,
  type Session,
  type SessionStatus,
} from '../sdk/index.ts';
import { Conversation } from './conversation.ts';
import { inboxKind } from './direct/contract.ts';
import { Inbox } from './direct/inbox.ts';
import { Talk } from './direct/talk.ts';
import { roomIdOf } from './roomName.ts';

export interface VisitListener {
  /** Something changed: what is shown of it may be old. */
  changed(): void;
  /** Another tab or window has taken our seats. */
  takenOver(): void;
  /** The session moves between its states. */
  session(status: SessionStatus): void;
}

/** One stay of a player: a session and the rooms that it is in. */
export class Visit {
  readonly session: Session;
  readonly inbox: Inbox;
  readonly #listener: VisitListener;
  readonly #conversations = new Map<string, Conversation>();
  readonly #me: () => string | null;
  #talk: Talk | null = null;
  /** It was open once: what fails from then on is a loss, not a server that was never there. */
  #everOpen = false;

  constructor(players: Players, listener: VisitListener) {
    this.#listener = listener;
    this.#me = () => players.current?.playerId ?? null;
    this.session = openSession({
      token: players.token,
      transport: allTransports(),
      player: () => players.current,
      client: 'chat-web/0.1',
    });
    this.session.onStatus((status) => {
      if (status.phase === 'open') this.#everOpen = true;
      listener.session(status);
    });
    const inbox = `${inboxKind}.${this.#me() ?? ''}`;
    this.inbox = new Inbox(() => this.session.join({ how: 'room', target: inbox }), listener);
  }

  get everOpen(): boolean {
    return this.#everOpen;
  }

  get conversations(): IterableIterator<Conversation> {
    return this.#conversations.values();
  }

  /** The conversation of a room, joined if need be. */
  enter(name: string): Conversation {
    const known = this.#conversations.get(name);
    if (known !== undefined) return known;
    const join = (): Room => this.session.join({ how: 'room', target: roomIdOf(name) });
    const made = new Conversation(name, join, this.#me, this.#listener);
    this.#conversations.set(name, made);
    return made;
  }

  /**
   * A conversation of two. One at a time is joined: the inbox tells of the others.
   * `name`: what the other is called until the inbox says it.
   */
  talk(id: string, name: string): Talk {
    if (this.#talk?.id === id) return this.#talk;
    this.endTalk();
    const join = (): Room => this.session.join({ how: 'room', target: id });
    const called = () => this.inbox.rows.find(({ room }) => room === id)?.name || name;
    this.#talk = new Talk(id, called, join, this.#me, this.#listener);
    return this.#talk;
  }

  endTalk(): void {
    void this.#talk?.leave();
    this.#talk = null;
  }

  leave(name: string): void {
    const left = this.#conversations.get(name);
    this.#conversations.delete(name);
    void left?.leave();
  }

  /** Gives up all seats, so that whoever comes next is a new person. */
  async end(): Promise<void> {
    const leaving = [...this.#conversations.values(), this.inbox].map((place) => place.leave());
    if (this.#talk !== null) leaving.push(this.#talk.leave());
    this.#conversations.clear();
    await Promise.race([Promise.all(leaving), new Promise((resolve) => setTimeout(resolve, 1000))]);
    this.session.close();
  }

  /** Leaves everything as it is: another window goes on with it. */
  abandon(): void {
    this.session.close();
  }
}
