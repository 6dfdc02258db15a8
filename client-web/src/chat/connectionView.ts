import { element, write } from '../look/elements.ts';
import { reconnecting } from '../look/sentences.ts';
import { TransportError, type TransportName } from '../sdk/index.ts';
import type { Talked } from './talked.ts';
import type { Visit } from './visit.ts';

const noticeMs = 6000;

const names: Readonly<Record<TransportName, string>> = {
  websocket: 'WebSocket',
  sse: 'event stream',
  poll: 'long poll',
  'short-poll': 'short poll',
};

/** How this page is connected, which transport it is to use, and the calm line while it is not. */
export class ConnectionView {
  readonly #status = element('status', HTMLElement);
  readonly #carrier = element('carrier', HTMLElement);
  readonly #use = element('transport', HTMLSelectElement);
  #notice = '';
  #passing = '';
  #passingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(visit: () => Visit | null) {
    this.#use.addEventListener('change', async () => {
      const name = this.#use.value as TransportName | 'auto';
      try {
        await visit()?.session.use(name);
        this.#notice = '';
      } catch (error) {
        // Asked for another meanwhile, the select shows that one.
        if (!(error instanceof TransportError) || this.#use.value !== name) return;
        this.#use.value = 'auto';
        this.#notice = `Cannot use ${names[error.transport as TransportName] ?? error.transport} here. `;
      }
    });
  }

  /** A sentence in passing; it gives way to whatever is to be said of the connection. */
  notice(sentence: string): void {
    this.#passing = sentence;
    clearTimeout(this.#passingTimer);
    this.#passingTimer = setTimeout(() => {
      this.#passing = '';
    }, noticeMs);
  }

  update(visit: Visit, talked: Talked | null): void {
    const { status, transport } = visit.session;
    const sentence =
      status.phase === 'reconnecting'
        ? reconnecting(status, performance.now(), visit.everOpen)
        : roomSentence(talked) || this.#passing;
    write(this.#status, sentence);
    this.#status.hidden = sentence === '';
    write(
      this.#carrier,
      this.#notice + (transport === null ? 'Not connected' : `Connected by ${names[transport]}`),
    );
    document.body.dataset.line = transport === null ? 'cut' : 'fine';
  }
}

function roomSentence(talked: Talked | null): string {
  switch (talked?.status.phase) {
    case 'joining':
      return 'Joining …';
    case 'rejoining':
      return 'Connected. Catching up …';
    case 'ended':
      return talked.problem === null ? 'Coming back …' : '';
    default:
      return '';
  }
}
