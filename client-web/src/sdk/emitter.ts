/** Takes the listener off again. */
export type Unsubscribe = () => void;

/**
 * A list of listeners, told up to two values: an array of them each time would be garbage. One that throws does not keep the
 * others, or the protocol, from going on.
 */
export class Emitter<Arguments extends [first?: unknown, second?: unknown]> {
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

  emit(...values: Arguments): void;
  emit(first?: unknown, second?: unknown): void {
    const listeners = this.#listeners as unknown as readonly ((first: unknown, second: unknown) => void)[];
    for (let i = 0; i < listeners.length; i++) {
      try {
        listeners[i]?.(first, second);
      } catch (error) {
        // Thrown where the page's own error handling sees it, but outside of the frame being read.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
