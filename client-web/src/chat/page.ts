import { element } from '../look/elements.ts';
import { playerProblem } from '../look/sentences.ts';
import { PlayerError, type Players } from '../sdk/index.ts';
import { ClosedPanel } from './closedPanel.ts';
import { Composer } from './composer.ts';
import { ConnectionView } from './connectionView.ts';
import type { Conversation } from './conversation.ts';
import { Drafts } from './drafts.ts';
import { LogView } from './logView.ts';
import { PeopleView } from './peopleView.ts';
import { general, queryFor, roomInAddress } from './roomName.ts';
import { mostRooms, RoomList } from './rooms.ts';
import { RoomsView } from './roomsView.ts';
import { interrupted, roomProblem, sessionProblem } from './sentences.ts';
import { SharePanel } from './sharePanel.ts';
import { Sides } from './sides.ts';
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
  readonly #log = new LogView();
  readonly #people = new PeopleView();
  readonly #closed = new ClosedPanel();
  readonly #sides = new Sides();
  readonly #connection = new ConnectionView(() => this.#visit);
  readonly #composer = new Composer(
    (text) => this.#say(text),
    (text) => this.#keep(text),
    (pages) => this.#log.turn(pages),
  );
  readonly #rooms = new RoomsView(
    (name) => this.#open(name),
    (name) => this.#enter(name),
  );
  readonly #title = element('room-title', HTMLElement);
  readonly #leave = element('leave', HTMLButtonElement);
  readonly #myName = element('my-name', HTMLElement);
  readonly #elsewhere = element('elsewhere', HTMLElement);
  #visit: Visit | null = null;
  #shown: Conversation | null = null;
  #frame = 0;

  constructor(players: Players, listener: PageListener) {
    this.#players = players;
    this.#listener = listener;
    new SharePanel(() => this.#shown?.name ?? general);
    this.#leave.addEventListener('click', () => this.#leaveShown());
    element('rename', HTMLButtonElement).addEventListener('click', () => void this.#rename());
    document.addEventListener('visibilitychange', () => this.#seen());
    addEventListener('pagehide', () => this.#keepAll());
    addEventListener('online', () => this.#visit?.session.retryNow());
    // Seconds are counted down while there is no connection, and people wait for their turn to be drawn.
    setInterval(() => this.#draw(), 250);
  }

  begin(): void {
    this.#closed.hide();
    const visit = new Visit(this.#players, {
      changed: () => this.#draw(),
      takenOver: () => {
        if (visit === this.#visit) this.#takenOver();
      },
      session: (status) => {
        if (visit === this.#visit && status.phase === 'closed') this.#sessionEnded(status.code);
      },
    });
    this.#visit = visit;
    const asked = roomInAddress(location.search) ?? general;
    if (!this.#list.add(asked)) this.#list.remove(this.#list.names.at(-1) ?? '');
    this.#list.add(asked);
    for (const name of this.#list.names) {
      const conversation = visit.enter(name);
      for (const text of this.#drafts.of(name).unsent) conversation.outgoing.add(text, interrupted);
    }
    this.#open(asked);
  }

  #open(name: string): void {
    const visit = this.#visit;
    if (visit === null) return;
    this.#sides.close();
    const conversation = visit.enter(name);
    if (conversation !== this.#shown) {
      conversation.newAfter = conversation.unread > 0 ? conversation.seenKey : null;
      this.#shown = conversation;
      this.#title.textContent = name;
      this.#leave.hidden = name === general;
      history.replaceState(history.state, '', location.pathname + queryFor(location.search, name));
      this.#composer.open(name, this.#drafts.of(name).text);
      this.#log.open(conversation);
    }
    this.#draw();
    // A keyboard that comes up by itself would cover what one came to read.
    if (matchMedia('(hover: hover)').matches) this.#composer.focus();
  }

  /** Null when it is entered, else why not. */
  #enter(name: string): string | null {
    if (!this.#list.add(name)) return `You are in ${mostRooms} rooms. Leave one first.`;
    this.#open(name);
    return null;
  }

  #leaveShown(): void {
    const name = this.#shown?.name ?? general;
    if (name === general) return;
    this.#list.remove(name);
    this.#visit?.leave(name);
    this.#open(general);
  }

  #say(text: string): void {
    this.#shown?.say(text);
    this.#log.toEnd();
  }

  #keep(text: string): void {
    if (this.#shown !== null) this.#keepDraft(this.#shown, text);
  }

  /** What is on its way when the page goes is not known to have arrived. */
  #keepAll(): void {
    for (const conversation of this.#visit?.conversations ?? [])
      this.#keepDraft(conversation, this.#drafts.of(conversation.name).text);
  }

  #keepDraft(conversation: Conversation, text: string): void {
    const unsent = conversation.outgoing.items.map((item) => item.text);
    this.#drafts.keep(conversation.name, { text, unsent });
  }

  #seen(): void {
    const conversation = this.#shown;
    if (document.hidden) this.#keepAll();
    if (conversation !== null && document.hidden) conversation.newAfter = conversation.timeline.lastKey;
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
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#drawNow(now);
    });
    if (document.hidden) this.#tellTitle();
  }

  #drawNow(now: number): void {
    const visit = this.#visit;
    const conversation = this.#shown;
    if (visit === null || conversation === null) return;
    this.#log.update(now);
    this.#people.update(conversation, now);
    this.#connection.update(visit, conversation);
    this.#rooms.show(
      [...visit.conversations].map((each) => ({
        name: each.name,
        unread: each === conversation ? 0 : each.unread,
        isOpen: each === conversation,
      })),
    );
    this.#tellProblem(conversation);
    this.#tellName(conversation);
    const elsewhere = [...visit.conversations].reduce(
      (sum, each) => sum + (each === conversation ? 0 : each.unread),
      0,
    );
    this.#elsewhere.hidden = elsewhere === 0;
    this.#elsewhere.textContent = elsewhere > 99 ? '99+' : String(elsewhere);
    this.#tellTitle();
  }

  #tellProblem(conversation: Conversation): void {
    const { problem } = conversation;
    if (problem === null) this.#closed.hide();
    else
      this.#closed.show(roomProblem(problem), [
        { label: 'Try again', testId: 'try-again', go: () => conversation.retry() },
      ]);
  }

  #tellName(conversation: Conversation): void {
    const name = conversation.myName ?? this.#players.current?.name ?? '';
    if (this.#myName.textContent !== name) this.#myName.textContent = name;
  }

  #tellTitle(): void {
    const unread = [...(this.#visit?.conversations ?? [])].reduce((sum, each) => sum + each.unread, 0);
    const title = `${unread > 0 ? `(${unread}) ` : ''}#${this.#shown?.name ?? 'chat'}`;
    if (document.title !== title) document.title = title;
  }
}

function storageOrNull(get: () => Storage): Storage | null {
  try {
    return get();
  } catch {
    return null;
  }
}
