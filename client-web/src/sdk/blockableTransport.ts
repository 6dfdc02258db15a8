import {
  type Connection,
  type ConnectionContext,
  localEnd,
  type Transport,
  type TransportName,
} from './transport.ts';

/**
 * A transport that can be made to fail: connections that stand break, new ones come to nothing, as in a network that lets
 * them not through. For tests, and for showing what happens then.
 */
export class BlockableTransport implements Transport {
  readonly name: TransportName;
  readonly #inner: Transport;
  readonly #open = new Set<() => void>();
  #blocked = false;

  constructor(inner: Transport) {
    this.name = inner.name;
    this.#inner = inner;
  }

  get blocked(): boolean {
    return this.#blocked;
  }

  set blocked(blocked: boolean) {
    this.#blocked = blocked;
    if (blocked) for (const cut of [...this.#open]) cut();
  }

  connect(context: ConnectionContext): Connection {
    const { listener, environment } = context;
    let welcomed = false;
    const connection = this.#inner.connect({
      ...context,
      listener: {
        ...listener,
        welcome(frame) {
          welcomed = true;
          listener.welcome(frame);
        },
        ended: (end) => {
          this.#open.delete(cut);
          listener.ended(end);
        },
      },
    });
    const cut = () => {
      this.#open.delete(cut);
      connection.close();
      listener.ended({ code: localEnd, error: null, goaway: null, welcomed, unfit: false });
    };
    return {
      get waiting() {
        return connection.waiting;
      },
      open: () => {
        this.#open.add(cut);
        if (!this.#blocked) connection.open();
        else environment.setTimeout(() => this.#open.has(cut) && cut(), 0);
      },
      send: (frames) => connection.send(frames),
      ping: () => connection.ping(),
      close: () => {
        this.#open.delete(cut);
        connection.close();
      },
    };
  }
}
