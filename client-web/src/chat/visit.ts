import {
  allTransports,
  openSession,
  type Players,
  type Room,
  type Session,
  type SessionStatus,
} from '../sdk/index.ts';
import { Conversation } from './conversation.ts';
import { roomIdOf } from './roomName.ts';

export interface VisitListener {
  /** Something of a conversation changed: what is shown of it may be old. */
  changed(conversation: Conversation): void;
  /** Another tab or window has taken our seats. */
  takenOver(): void;
  /** The session moves between its states. */
  session(status: SessionStatus): void;
}

/** One stay of a player: a session and the rooms that it is in. */
export class Visit {
  readonly session: Session;
  readonly #players: Players;
  readonly #listener: VisitListener;
  readonly #conversations = new Map<string, Conversation>();
  /** It was open once: what fails from then on is a loss, not a server that was never there. */
  #everOpen = false;

  constructor(players: Players, listener: VisitListener) {
    this.#players = players;
    this.#listener = listener;
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
    const made = new Conversation(name, join, () => this.#players.current?.playerId ?? null, {
      changed: (conversation) => this.#listener.changed(conversation),
      takenOver: () => this.#listener.takenOver(),
    });
    this.#conversations.set(name, made);
    return made;
  }

  leave(name: string): void {
    const left = this.#conversations.get(name);
    this.#conversations.delete(name);
    void left?.leave();
  }

  /** Gives up all seats, so that whoever comes next is a new person. */
  async end(): Promise<void> {
    const leaving = [...this.#conversations.values()].map((conversation) => conversation.leave());
    this.#conversations.clear();
    await Promise.race([Promise.all(leaving), new Promise((resolve) => setTimeout(resolve, 1000))]);
    this.session.close();
  }

  /** Leaves everything as it is: another window goes on with it. */
  abandon(): void {
    this.session.close();
  }
}
