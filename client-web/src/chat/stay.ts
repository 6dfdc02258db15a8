import type { Room, RoomStatus } from '../sdk/index.ts';

/** Endings after which we simply come again. */
const passing: ReadonlySet<string> = new Set(['grace_over', 'room_gone', 'room_closed', 'game_failed']);
const comeAgainMs = 1500;

export interface StayListener {
  /** A wish to join went out: listen to this room from now on. */
  entered(room: Room): void;
  /** The room ended; the one that is there next may be another, which counts anew. */
  ended(): void;
  /** Another tab or window has our seat. */
  takenOver(): void;
  changed(): void;
}

/** A place in a room that we come back to by ourselves, unless somebody does not want us there. */
export class Stay {
  readonly #join: () => Room;
  readonly #listener: StayListener;
  #room: Room;
  #problem: string | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(join: () => Room, listener: StayListener) {
    this.#join = join;
    this.#listener = listener;
    this.#room = this.#enter();
  }

  get room(): Room {
    return this.#room;
  }

  /** The code for which we are not let in; null while we are, or come again by ourselves. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Joins again, as after a refusal. */
  retry(): void {
    clearTimeout(this.#again);
    this.#room = this.#enter();
    this.#listener.changed();
  }

  leave(): Promise<void> {
    clearTimeout(this.#again);
    return this.#room.leave();
  }

  #enter(): Room {
    this.#problem = null;
    const room = this.#join();
    room.onStatus((status) => {
      if (room === this.#room) this.#stands(room, status);
    });
    this.#listener.entered(room);
    return room;
  }

  #stands(room: Room, status: RoomStatus): void {
    if (status.phase === 'ended') {
      if (status.code === 'taken_over') this.#listener.takenOver();
      else if (passing.has(status.code) && room.info !== null) {
        this.#listener.ended();
        this.#again = setTimeout(() => this.retry(), comeAgainMs);
      } else if (status.code !== 'left' && status.code !== 'session_closed') this.#problem = status.code;
    }
    this.#listener.changed();
  }
}
