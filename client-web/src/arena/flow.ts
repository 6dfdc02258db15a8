import { playerProblem } from '../look/sentences.ts';
import {
  type JoinWish,
  openSession,
  PlayerError,
  type Players,
  type Room,
  type RoomStatus,
  type Session,
  type SessionStatus,
  type Transport,
} from '../sdk/index.ts';
import { showCode, showNoRoom, showRoom, showWatching, wishOf } from './address.ts';
import { kind } from './contract.ts';
import { type Ending, roomEnding, sessionEnding, type WayOn } from './sentences.ts';
import { tabMemory } from './tabMemory.ts';
import { wearing, worn } from './worn.ts';

/** Where a player wants to play: as the address says, in a room of their own, in one whose code they have, or in any. */
export type Wanted = 'asLinked' | 'ownRoom' | { readonly code: string } | 'anyRoom';

/** Where the page stands. `ended` shows a sentence and the ways on. */
export type Phase = 'start' | 'connecting' | 'playing' | 'reconnecting' | 'ended';

export interface FlowListener {
  phase(phase: Phase): void;
  /** A wish to join went out; the room's first frames are still to come. */
  room(room: Room): void;
  /** The player has a room of their own: friends are to be told. */
  ownRoom(): void;
  /** The form is to ask for a code. */
  askForCode(): void;
  ended(ending: Ending): void;
  /** Something worth a line, in passing. */
  notice(sentence: string): void;
  /** The name was not taken, or nobody answered; the form is shown again. */
  nameRefused(code: string): void;
}

/** The way of a player through the page: name, session, room, and what follows when one of them ends. */
export class Flow {
  readonly #players: Players;
  readonly #listener: FlowListener;
  readonly #transports: readonly Transport[];
  #session: Session | null = null;
  #room: Room | null = null;
  #phase: Phase = 'start';
  #wish: JoinWish = wishOf(location.search);
  #everOpen = false;
  /** The player has said under which name to play; a watcher need not. */
  #isNamed = false;
  #hasLeft = false;

  constructor(players: Players, listener: FlowListener, transports: readonly Transport[]) {
    this.#players = players;
    this.#listener = listener;
    this.#transports = transports;
    addEventListener('online', () => this.#session?.retryNow());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#session?.retryNow();
    });
  }

  get phase(): Phase {
    return this.#phase;
  }

  get session(): Session | null {
    return this.#session;
  }

  get room(): Room | null {
    return this.#room;
  }

  /** The session was open once: what fails now is a loss, not a server that was never there. */
  get everOpen(): boolean {
    return this.#everOpen;
  }

  /** Looking on, without a seat. */
  get isWatching(): boolean {
    return this.#wish.watch === true;
  }

  /** The player has left the room that the address still leads back to. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  begin(): void {
    this.#isNamed = tabMemory.wasPlaying && this.#players.current !== null;
    const wish = wishOf(location.search);
    if (this.#isNamed || wish.watch === true) this.#enter(wish);
    else this.#setPhase('start');
  }

  async play(name: string, wanted: Wanted): Promise<void> {
    this.#setPhase('connecting');
    if (name !== this.#players.current?.name) {
      try {
        await this.#players.register(name);
      } catch (error) {
        this.#setPhase('start');
        this.#listener.nameRefused(error instanceof PlayerError ? error.code : 'network');
        return;
      }
      // A session that knows the player under the old name would go on using it.
      this.#endSession();
    }
    this.#isNamed = true;
    if (typeof wanted === 'object') showCode(wanted.code);
    else if (wanted !== 'asLinked') showNoRoom();
    this.#enter(wanted === 'ownRoom' ? { how: 'create', target: kind } : wishOf(location.search));
  }

  /** A watcher wants to play here: under which name? */
  async takeSeat(): Promise<void> {
    await this.#toForm(false);
  }

  /** Back to the form: to another room, under another name, or to the same room again. */
  async leave(): Promise<void> {
    await this.#toForm(this.#room?.info != null);
  }

  async goOn(way: WayOn): Promise<void> {
    switch (way) {
      case 'tryNow':
        this.#session?.retryNow();
        break;
      case 'leave':
        await this.leave();
        break;
      case 'findRoom':
        showNoRoom();
        if (this.#isNamed) this.#enter(wishOf(location.search));
        else this.#setPhase('start');
        break;
      case 'playHere':
      case 'joinAgain':
        this.#enter(this.#wish);
        break;
      case 'watch':
        showWatching(true);
        this.#enter(wishOf(location.search));
        break;
      case 'otherCode':
        showNoRoom();
        this.#setPhase('start');
        this.#listener.askForCode();
        break;
      case 'secondGuest':
        await this.#enterAsSecondGuest();
        break;
      case 'startAgain':
        this.#players.forget();
        this.#endSession();
        this.#setPhase('start');
        break;
      case 'reload':
        location.reload();
        break;
    }
  }

  async #toForm(hasLeft: boolean): Promise<void> {
    const room = this.#room;
    this.#room = null;
    this.#hasLeft = hasLeft;
    // A reload is not to go back in where the player went out.
    tabMemory.remember(false);
    showWatching(false);
    this.#setPhase('start');
    await room?.leave();
  }

  async #enterAsSecondGuest(): Promise<void> {
    this.#setPhase('connecting');
    try {
      await this.#players.asSecondGuest();
    } catch (error) {
      const sentence = playerProblem(error instanceof PlayerError ? error.code : 'network');
      this.#end({ sentence, ways: ['secondGuest', 'playHere'] });
      return;
    }
    this.#endSession();
    this.#enter(wishOf(location.search));
  }

  #enter(wish: JoinWish): void {
    this.#wish = wish;
    this.#hasLeft = false;
    this.#setPhase('connecting');
    this.#session ??= this.#openSession();
    const room = this.#session.join(wearing(wish, worn.hueOf(this.#players.current?.playerId)));
    this.#room = room;
    room.onStatus((status) => this.#roomChanged(room, status));
    this.#listener.room(room);
  }

  #openSession(): Session {
    this.#everOpen = false;
    const session = openSession({
      token: this.#players.token,
      transport: this.#transports,
      player: () => this.#players.current,
      client: 'arena-web/0.1',
    });
    session.onStatus((status) => this.#sessionChanged(session, status));
    return session;
  }

  #endSession(): void {
    const session = this.#session;
    this.#session = null;
    this.#room = null;
    session?.close();
  }

  #sessionChanged(session: Session, status: SessionStatus): void {
    if (session !== this.#session) return;
    if (status.phase === 'open') this.#everOpen = true;
    const isInRoom = this.#room !== null && this.#phase !== 'ended';
    if (status.phase === 'reconnecting' && isInRoom) this.#setPhase('reconnecting');
    if (status.phase === 'closed') {
      this.#session = null;
      // Who is at the form gets another session with the next room.
      if (this.#room !== null) this.#end(sessionEnding(status.code));
    }
  }

  #roomChanged(room: Room, status: RoomStatus): void {
    if (room !== this.#room) return;
    if (status.phase === 'joined' && room.info !== null) {
      tabMemory.remember(!this.isWatching);
      showRoom(room.info);
      this.#setPhase('playing');
      if (this.#wish.how === 'create') {
        this.#wish = wishOf(location.search);
        this.#listener.ownRoom();
      }
    } else if (status.phase === 'ended' && status.code !== 'session_closed') {
      this.#roomEnded(room, status.code);
    }
  }

  #roomEnded(room: Room, code: string): void {
    const neverJoined = room.info === null;
    if (code === 'room_gone' && neverJoined && this.#wish.how === 'room' && this.#isNamed) {
      // An old link, or a reload after the room had ended: the player wants to play, wherever.
      this.#listener.notice('That room is gone, so here is another one.');
      showNoRoom();
      this.#enter(wishOf(location.search));
      return;
    }
    this.#end(roomEnding(code));
  }

  #end(ending: Ending): void {
    // A reload of a page that was put out must not push its way back in.
    tabMemory.remember(false);
    this.#setPhase('ended');
    this.#listener.ended(ending);
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#listener.phase(phase);
  }
}
