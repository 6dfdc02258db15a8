import type { Message, Transport, TransportFactory, TransportListener } from '../sdk/index.ts';

/** Counts what comes in over every connection that its transports make. */
export class ByteMeter {
  #total = 0;

  get total(): number {
    return this.#total;
  }

  wrap(factory: TransportFactory): TransportFactory {
    return () =>
      new MeteredTransport(factory(), (bytes) => {
        this.#total += bytes;
      });
  }
}

class MeteredTransport implements Transport {
  readonly #inner: Transport;
  readonly #count: (bytes: number) => void;

  constructor(inner: Transport, count: (bytes: number) => void) {
    this.#inner = inner;
    this.#count = count;
  }

  get waiting(): number {
    return this.#inner.waiting;
  }

  open(listener: TransportListener): void {
    const count = this.#count;
    this.#inner.open({
      open: () => listener.open(),
      message(message: Message) {
        count(message.length);
        listener.message(message);
      },
      close: (code, reason) => listener.close(code, reason),
    });
  }

  send(message: Message): void {
    this.#inner.send(message);
  }

  close(code: number, reason: string): void {
    this.#inner.close(code, reason);
  }
}
