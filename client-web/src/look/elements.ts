/** An element that the page is made with; its absence is a mistake in the page, not a state to live with. */
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return found;
}

/** The same, where any element will do. */
export function byId(id: string): HTMLElement {
  return element(id, HTMLElement);
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  made.textContent = text;
  return made;
}

/** The same text again would be laid out, and read out, again. */
export function write(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Makes these the children of a list, in this order. What stays is not touched unless it has to move: an element that is taken out and
 * put back loses the focus, and a press that has begun on it.
 */
export function arrange(list: Element, items: readonly Element[]): void {
  const kept = new Set(items);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  let place = list.firstElementChild;
  for (const item of items) {
    if (item === place) place = place.nextElementSibling;
    else list.insertBefore(item, place);
  }
}
