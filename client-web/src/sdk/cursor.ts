import type { Payload } from './payload.ts';
import type { EventsFrame } from './serverFrames.ts';

/** What a client holds of a room, as it travels in a join: epoch, its id, event offset, tick of the state (0: none), number of the attach. */
export type Cursor = readonly [
  epoch: number,
  epochId: string,
  offset: number,
  baseline: number,
  attach: number,
];

/** Where a room's events stand at this client. */
export class EventCursor {
  epoch = 0;
  epochId = '';
  /** All events up to this one have been delivered. */
  offset = 0;

  moveTo(epoch: number, epochId: string, offset: number): void {
    this.epoch = epoch;
    this.epochId = epochId;
    this.offset = offset;
  }

  /**
   * The room goes on in another incarnation whose log contains ours: the offset keeps its meaning.
   * (Where it does not, a resync comes first.)
   */
  continueIn(epoch: number, epochId: string): void {
    this.epoch = epoch;
    this.epochId = epochId;
  }

  /** Delivers each event that is new, in order. False, and nothing delivered, when events are missing before. */
  accept(frame: EventsFrame, deliver: (name: string, payload: Payload, offset: number) => void): boolean {
    if (frame.from > this.offset) return false;
    const known = this.offset;
    if (frame.to > known) this.offset = frame.to;
    for (const [offset, name, payload] of frame.events) {
      if (offset > known) deliver(name, payload, offset);
    }
    return true;
  }
}
