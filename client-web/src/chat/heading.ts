import { element, write } from '../look/elements.ts';
import { Conversation } from './conversation.ts';
import { general } from './roomName.ts';
import type { Talked } from './talked.ts';
import type { Visit } from './visit.ts';

/** What is open, under which name one is there, and how much is unread elsewhere. */
export class Heading {
  readonly #title = element('room-title', HTMLElement);
  readonly #leave = element('leave', HTMLButtonElement);
  readonly #invite = element('invite', HTMLButtonElement);
  readonly #myName = element('my-name', HTMLElement);
  readonly #elsewhere = element('elsewhere', HTMLElement);

  constructor(leave: () => void) {
    this.#leave.addEventListener('click', leave);
  }

  /** `name`: the player's own, until the room says what it calls the player. */
  update(visit: Visit, shown: Talked, name: string): void {
    const isRoom = shown instanceof Conversation;
    write(this.#title, isRoom ? shown.name : shown.title);
    this.#title.classList.toggle('of-room', isRoom);
    this.#leave.hidden = !isRoom || shown.name === general;
    this.#invite.hidden = !isRoom;
    write(this.#myName, shown.present.find(({ me }) => me)?.name ?? name);
    const elsewhere = unreadIn(visit, shown);
    this.#elsewhere.hidden = elsewhere === 0;
    write(this.#elsewhere, elsewhere > 99 ? '99+' : String(elsewhere));
    this.tellTitle(visit, shown);
  }

  tellTitle(visit: Visit, shown: Talked | null): void {
    const unread = unreadIn(visit, shown) + (shown?.unread ?? 0);
    const title = `${unread > 0 ? `(${unread}) ` : ''}${shown?.title ?? 'Chat'}`;
    if (document.title !== title) document.title = title;
  }
}

/** What is unread in all rooms and conversations but one. */
function unreadIn(visit: Visit, but: Talked | null): number {
  let unread = 0;
  for (const each of visit.conversations) if (each !== but) unread += each.unread;
  for (const row of visit.inbox.rows) if (row.room !== but?.id) unread += row.unread;
  return unread;
}
