import type { ConnectionContext, Transport } from '../transport.ts';
import type { HttpOptions } from './httpClient.ts';
import { HttpConnection } from './httpConnection.ts';
import { PollReceiver } from './pollReceiver.ts';
import { browserSlots } from './slots.ts';
import { StreamReceiver } from './streamReceiver.ts';

/** A stream for each room down, posts up. */
export function sseTransport(options: HttpOptions = {}): Transport {
  const { eventSource = (url: string) => new EventSource(url) } = options;
  return {
    name: 'sse',
    connect: (context: ConnectionContext) =>
      new HttpConnection(options, context, (connection) => {
        const slots = options.slots ?? browserSlots(options.server);
        return new StreamReceiver(connection, { slots, eventSource, session: connection.session });
      }),
  };
}

/** Requests that the server holds until there is something to answer, posts up. */
export function longPollTransport(options: HttpOptions = {}): Transport {
  return {
    name: 'poll',
    connect: (context: ConnectionContext) =>
      new HttpConnection(options, context, (connection) => {
        const slots = options.slots ?? browserSlots(options.server);
        return new PollReceiver(connection, { slots, session: connection.session });
      }),
  };
}

/** Requests that are answered at once, every so many milliseconds, posts up. */
export function shortPollTransport(options: HttpOptions & { readonly everyMs?: number } = {}): Transport {
  const { everyMs = 250 } = options;
  return {
    name: 'short-poll',
    connect: (context: ConnectionContext) =>
      new HttpConnection(
        options,
        context,
        (connection) => new PollReceiver(connection, { slots: null, everyMs, session: connection.session }),
      ),
  };
}
