/** Takes the listener off again. */
export type Unsubscribe = () => void;

/** A list of listeners. One that throws does not keep the others, or the protocol, from going on. */
export class Emitter<Arguments extends unknown[]> {
  #listeners: readonly ((...values: Arguments) => void)[] = [];

  get observed(): boolean {
    return this.#listeners.length > 0;
  }

  on(listener: (...values: Arguments) => void): Unsubscribe {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  emit(...values: Arguments): void {
    const listeners = this.#listeners;
    for (let i = 0; i < listeners.length; i++) {
      try {
        listeners[i]?.(...values);
      } catch (error) {
        // Thrown where the page's own error handling sees it, but outside of the frame being read.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
