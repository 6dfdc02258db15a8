/** Cuts a stream of text into server-sent events. Comments, ids and retry times are passed over. */
export class EventLines {
  #rest = '';
  #name = '';
  #data: string[] = [];

  /** The events that are whole by now. */
  take(text: string): { readonly name: string; readonly data: string }[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    const events: { name: string; data: string }[] = [];
    for (const line of lines.map((each) => each.replace(/\r$/, ''))) {
      if (line === '') {
        if (this.#data.length > 0)
          events.push({ name: this.#name || 'message', data: this.#data.join('\n') });
        this.#name = '';
        this.#data = [];
      } else if (line.startsWith('event:')) this.#name = line.slice(6).trimStart();
      else if (line.startsWith('data:')) this.#data.push(line.slice(5).replace(/^ /, ''));
    }
    return events;
  }
}
