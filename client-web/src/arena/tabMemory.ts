const key = 'arena.playing';

/** Whether this tab was in the game: then a reload goes straight back to it. */
export const tabMemory = {
  get wasPlaying(): boolean {
    try {
      return sessionStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  },

  remember(playing: boolean): void {
    try {
      if (playing) sessionStorage.setItem(key, '1');
      else sessionStorage.removeItem(key);
    } catch {
      // Without storage a reload asks for the name again; nothing else is lost.
    }
  },
};
