/** Two pings and some: a server that is there answers each at once. */
const shortMs = 6000;

/**
 * How long a client waits for a server that says nothing, over all its connections. It waits for little: a node that stands still is
 * left within seconds. But on a slow line a large message may take longer to come, and is begun anew with each connection; so what was
 * given up for silence is next given all the time that the server allows, until an answer has come.
 */
export class Patience {
  #gaveUp = false;

  /** @param heartbeat Seconds of silence after which the server closes a connection. */
  milliseconds(heartbeat: number): number {
    return this.#gaveUp ? heartbeat * 1000 : Math.min(shortMs, heartbeat * 1000);
  }

  gaveUp(): void {
    this.#gaveUp = true;
  }

  answered(): void {
    this.#gaveUp = false;
  }
}
