import { make } from '../look/elements.ts';
import { face, hueOf } from '../look/face.ts';
import type { Unsent } from './outgoing.ts';
import { dayOf, fullTimeOf, timeOf } from './stamps.ts';
import type { Line } from './timeline.ts';

/** What may be done with a line of one's own. */
export interface LineActions {
  edit(line: Line): void;
  remove(line: Line): void;
}

/** A line as an element. What people write goes in as text and as nothing else. */
export function lineView(line: Line, isLead: boolean, actions: LineActions | null): HTMLLIElement {
  const made = document.createElement('li');
  made.className = `line${isLead ? ' lead-line' : ''}${line.own ? ' own' : ''}`;
  made.dataset.key = String(line.key);
  made.style.setProperty('--hue', String(hueOf(line.from)));
  if (isLead) {
    const head = make('p', 'head');
    head.append(make('b', 'author', line.name || 'Somebody'), time(line.at));
    made.append(face(line.name, line.from, line.own), head);
  } else {
    made.append(time(line.at), make('span', 'unseen', `${line.name}: `));
  }
  const text = make('p', line.deleted ? 'text gone' : 'text', line.deleted ? 'Taken back' : line.text);
  if (line.edited && !line.deleted) text.append(make('span', 'edited', ' edited'));
  made.append(text);
  if (actions !== null && line.own && !line.deleted && !line.fixed) made.append(actionsView(line, actions));
  return made;
}

/** Where a day begins; also above a line that is there already, of which its time is known. */
export function dayDivider(at: number): HTMLLIElement {
  return divider(dayOf(at, Date.now()), 'day');
}

export function divider(text: string, name: string): HTMLLIElement {
  const made = document.createElement('li');
  made.className = `divider ${name}`;
  made.append(make('span', '', text));
  return made;
}

/** Something that is on its way, or did not get there and may be sent again. */
export function unsentView(
  item: Unsent,
  again: (id: number) => void,
  drop: (id: number) => void,
): HTMLLIElement {
  const made = document.createElement('li');
  made.className = item.problem === null ? 'line own waiting' : 'line own failed';
  made.append(make('p', 'text', item.text));
  if (item.problem === null) return made;
  const problem = make('p', 'why', item.problem);
  problem.setAttribute('role', 'alert');
  made.append(
    problem,
    button('Send again', () => again(item.id)),
    button('Drop it', () => drop(item.id)),
  );
  return made;
}

function actionsView(line: Line, actions: LineActions): HTMLElement {
  const made = make('span', 'actions');
  const edit = button('Edit', () => actions.edit(line));
  const remove = button('Take back', () => actions.remove(line));
  edit.dataset.testid = 'edit';
  remove.dataset.testid = 'remove';
  made.append(edit, remove);
  return made;
}

function time(at: number): HTMLTimeElement {
  const made = make('time', '', timeOf(at));
  made.dateTime = new Date(at).toISOString();
  made.title = fullTimeOf(at);
  return made;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = make('button', 'quiet', label);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}
