import type { Message } from './codec.ts';

/** What a transport tells its owner. Nothing is told after `close`. */
export interface TransportListener {
  open(): void;
  message(message: Message): void;
  /** `code` is a WebSocket close code (section 5 of the protocol); 1006 where the connection just broke. */
  close(code: number, reason: string): void;
}

/** One way to carry messages to and from the server. One object is one connection and is used once. */
export interface Transport {
  /** Bytes handed over but not on their way yet; inputs are left out while the line is jammed. */
  readonly waiting: number;
  open(listener: TransportListener): void;
  send(message: Message): void;
  /** Ends the connection. The listener hears nothing of it: who closes knows. */
  close(code: number, reason: string): void;
}

/** Makes the transport for one attempt to connect. */
export type TransportFactory = () => Transport;
