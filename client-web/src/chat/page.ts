import { element } from '../look/elements.ts';
import { playerProblem } from '../look/sentences.ts';
import { PlayerError, type Players } from '../sdk/index.ts';
import { ClosedPanel } from './closedPanel.ts';
import { Composer } from './composer.ts';
import { ConnectionView } from './connectionView.ts';
import { Conversation } from './conversation.ts';
import { DirectView } from './direct/directView.ts';
import { nameOf } from './direct/nameOf.ts';
import { Talk } from './direct/talk.ts';
import { Drafts } from './drafts.ts';
import { Heading } from './heading.ts';
import { LogView } from './logView.ts';
import { PeopleView } from './peopleView.ts';
import { general, playerInAddress, queryFor, roomInAddress } from './roomName.ts';
import { mostRooms, RoomList } from './rooms.ts';
import { RoomsView } from './roomsView.ts';
import { interrupted, roomProblem, sayProblem, sessionProblem } from './sentences.ts';
import { SharePanel } from './sharePanel.ts';
import { Sides } from './sides.ts';
import { storageOrNull } from './storage.ts';
import type { Talked } from './talked.ts';
import { Visit } from './visit.ts';

export interface PageListener {
  /** The player wants another name. */
  rename(): void;
  /** The server does not know the player any more. */
  anew(): void;
}

/** The chat itself: which rooms there are, which one is open, and what is drawn of it in the next frame. */
export class Page {
  readonly #players: Players;
  readonly #listener: PageListener;
  readonly #list = new RoomList(storageOrNull(() => localStorage));
  readonly #drafts = new Drafts(storageOrNull(() => sessionStorage));
  readonly #closed = new ClosedPanel();
  readonly #sides = new Sides();
  readonly #connection = new ConnectionView(() => this.#visit);
  readonly #log = new LogView({
    edit: ({ key, text }) => this.#composer.edit(key, text),
    remove: ({ key }) => this.#change((talk) => talk.remove(key), null),
  });
  readonly #composer = new Composer({
    send: (text) => {
      this.#shown?.say(text);
      this.#log.toEnd();
    },
    typed: (text) => {
      if (this.#shown === null) return;
      this.#keepDraft(this.#shown, text);
      this.#shown.typing(text !== '');
    },
    change: (key, text) =>
      this.#change(
        (talk) => talk.edit(key, text),
        () => this.#composer.edit(key, text),
      ),
    turn: (pages) => this.#log.turn(pages),
  });
  readonly #people = new PeopleView(({ player, name }) => void this.#talkTo(player, name));
  readonly #direct = new DirectView(({ room, name, player }) => this.#openTalk(room, player, name));
  readonly #rooms = new RoomsView(
    (name) => this.#openRoom(name),
    (name) => this.#enter(name),
  );
  readonly #heading = new Heading(() => this.#leaveShown());
  #visit: Visit | null = null;
  #shown: Talked | null = null;
  /** The player to talk to, as soon as the inbox is there. */
  #wanted: string | null = null;
  #frame = 0;

  constructor(players: Players, listener: PageListener) {
    this.#players = players;
    this.#listener = listener;
    new SharePanel(() => (this.#shown instanceof Conversation ? this.#shown.name : general));
    element('rename', HTMLButtonElement).addEventListener('click', () => void this.#rename());
    document.addEventListener('visibilitychange', () => this.#seen());
    addEventListener('pagehide', () => this.#keepAll());
    addEventListener('online', () => this.#visit?.session.retryNow());
    // Seconds are counted down while there is no connection, and people wait for their turn to be drawn.
    setInterval(() => this.#draw(), 250);
  }

  begin(): void {
    this.#closed.hide();
    const visit: Visit = new Visit(this.#players, {
      changed: () => this.#draw(),
      takenOver: () => {
        if (visit === this.#visit) this.#takenOver();
      },
      session: (status) => {
        if (visit === this.#visit && status.phase === 'closed') this.#sessionEnded(status.code);
      },
    });
    this.#visit = visit;
    this.#wanted = playerInAddress(location.search);
    const asked = roomInAddress(location.search) ?? general;
    if (!this.#list.add(asked)) this.#list.remove(this.#list.names.at(-1) ?? '');
    this.#list.add(asked);
    for (const name of this.#list.names) this.#restore(visit.enter(name));
    this.#openRoom(asked);
  }

  #openRoom(name: string): void {
    const conversation = this.#visit?.enter(name);
    if (conversation === undefined) return;
    if (conversation !== this.#shown) {
      this.#visit?.endTalk();
      conversation.newAfter = conversation.unread > 0 ? conversation.seenKey : null;
    }
    this.#open(conversation, { room: name });
  }

  #openTalk(room: string, player: string, name: string): void {
    const talk = this.#visit?.talk(room, name);
    if (talk === undefined) return;
    if (talk !== this.#shown) this.#restore(talk);
    this.#open(talk, { with: player });
  }

  #open(talked: Talked, place: { readonly room: string } | { readonly with: string }): void {
    this.#sides.close();
    if (talked !== this.#shown) {
      this.#shown = talked;
      // Until it is known that there is an inbox, the address keeps whom to talk to.
      if (this.#wanted === null)
        history.replaceState(history.state, '', location.pathname + queryFor(location.search, place));
      this.#composer.open(talked.title, this.#drafts.of(talked.id).text);
      this.#log.open(talked);
    }
    this.#draw();
    // A keyboard that comes up by itself would cover what one came to read.
    if (matchMedia('(hover: hover)').matches) this.#composer.focus();
  }

  async #talkToWanted(player: string): Promise<void> {
    this.#wanted = null;
    const known = this.#visit?.inbox.rows.find((row) => row.player === player)?.name;
    await this.#talkTo(player, known || (await nameOf(player)));
  }

  async #talkTo(player: string, name: string): Promise<void> {
    this.#wanted = null;
    const inbox = this.#visit?.inbox;
    if (inbox?.isThere !== true) {
      // Pressed before the inbox was there, or while it comes again: as soon as it is.
      this.#wanted = player;
      return;
    }
    try {
      this.#openTalk(await inbox.open(player, name), player, name);
    } catch {
      // Nobody to talk to: the room that is open stays.
    }
  }

  /** Null when it is entered, else why not. */
  #enter(name: string): string | null {
    if (!this.#list.add(name)) return `You are in ${mostRooms} rooms. Leave one first.`;
    this.#openRoom(name);
    return null;
  }

  #leaveShown(): void {
    if (!(this.#shown instanceof Conversation) || this.#shown.name === general) return;
    this.#list.remove(this.#shown.name);
    this.#visit?.leave(this.#shown.name);
    this.#openRoom(general);
  }

  /** `undo`: gives back what was typed, when the room did not take it and the same talk is still open. */
  #change(change: (talk: Talk) => Promise<void>, undo: (() => void) | null): void {
    const talk = this.#shown;
    if (!(talk instanceof Talk)) return;
    change(talk).catch((error) => {
      this.#connection.notice(sayProblem(error));
      if (talk === this.#shown) undo?.();
    });
  }

  /** What was on its way when the page went is not known to have arrived. */
  #restore({ id, outgoing }: Talked): void {
    for (const text of this.#drafts.of(id).unsent) outgoing.add(text, interrupted);
  }

  #keepAll(): void {
    const open = [
      ...(this.#visit?.conversations ?? []),
      ...(this.#shown instanceof Talk ? [this.#shown] : []),
    ];
    for (const talked of open) this.#keepDraft(talked, this.#drafts.of(talked.id).text);
  }

  #keepDraft({ id, outgoing }: Talked, text: string): void {
    this.#drafts.keep(id, { text, unsent: outgoing.items.map((item) => item.text) });
  }

  #seen(): void {
    const talked = this.#shown;
    if (document.hidden) this.#keepAll();
    if (talked !== null && document.hidden) talked.newAfter = talked.timeline.lastKey;
    if (!document.hidden) this.#visit?.session.retryNow();
    this.#draw();
  }

  async #rename(): Promise<void> {
    const visit = this.#visit;
    this.#visit = this.#shown = null;
    await visit?.end();
    this.#listener.rename();
  }

  #takenOver(): void {
    this.#stop();
    this.#closed.show('This chat is open in another tab or window.', [
      { label: 'Use it here', testId: 'use-here', go: () => this.begin() },
      { label: 'Join as a second guest', testId: 'second-guest', go: () => void this.#asSecondGuest() },
    ]);
  }

  #sessionEnded(code: string): void {
    this.#stop();
    const isUnknown = code === 'unauthorized' || code === 'token_expired';
    this.#closed.show(sessionProblem(code), [
      isUnknown
        ? { label: 'Start again', testId: 'start-again', go: () => this.#listener.anew() }
        : { label: 'Reload', testId: 'reload', go: () => location.reload() },
    ]);
  }

  #stop(): void {
    const visit = this.#visit;
    this.#visit = this.#shown = null;
    visit?.abandon();
  }

  async #asSecondGuest(): Promise<void> {
    try {
      await this.#players.asSecondGuest();
      this.begin();
    } catch (error) {
      const ways = [{ label: 'Use it here', testId: 'use-here', go: () => this.begin() }];
      this.#closed.show(playerProblem(error instanceof PlayerError ? error.code : 'network'), ways);
    }
  }

  /** However much changes, it is drawn once a frame; what a hidden page does not draw, it draws when it is seen. */
  #draw(): void {
    if (this.#visit !== null && document.hidden) this.#heading.tellTitle(this.#visit, this.#shown);
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      if (this.#visit !== null && this.#shown !== null) this.#drawNow(this.#visit, this.#shown, now);
    });
  }

  #drawNow(visit: Visit, shown: Talked, now: number): void {
    if (this.#wanted !== null && visit.inbox.isThere) void this.#talkToWanted(this.#wanted);
    this.#log.update(now);
    this.#people.update(shown, now);
    this.#connection.update(visit, shown);
    this.#rooms.show(
      [...visit.conversations].map((each) => ({
        name: each.name,
        unread: each === shown ? 0 : each.unread,
        isOpen: each === shown,
      })),
    );
    this.#direct.show(visit.inbox.isThere, visit.inbox.rows, shown.id);
    this.#heading.update(visit, shown, this.#players.current?.name ?? '');
    if (shown.problem === null) this.#closed.hide();
    else
      this.#closed.show(roomProblem(shown.problem), [
        { label: 'Try again', testId: 'try-again', go: () => shown.retry() },
      ]);
    this.#log.settle();
  }
}
