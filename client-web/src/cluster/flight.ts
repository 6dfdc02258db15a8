import { make } from '../look/elements.ts';

const flightMs = 1100;
const traceMs = 2600;
const easing = 'cubic-bezier(0.3, 0.1, 0.15, 1)';
const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Lets an element that was put elsewhere fly there from where it was, and leaves a trace. */
export function fly(element: HTMLElement, from: DOMRect): void {
  const to = element.getBoundingClientRect();
  const [dx, dy] = [from.left - to.left, from.top - to.top];
  if (still.matches || Math.hypot(dx, dy) < 8) return;
  trace(from, to);
  element.classList.add('flying');
  element
    .animate(
      [
        { transform: `translate(${dx}px, ${dy}px)` },
        { transform: `translate(${dx * 0.5}px, ${dy * 0.5 - 28}px) scale(1.06)`, offset: 0.5 },
        { transform: 'none' },
      ],
      { duration: flightMs, easing },
    )
    .finished.finally(() => element.classList.remove('flying'));
}

function trace(from: DOMRect, to: DOMRect): void {
  const [x0, y0, x1, y1] = [...middle(from), ...middle(to)];
  const line = make('div', 'trace');
  line.setAttribute('aria-hidden', 'true');
  line.style.left = `${x0 + scrollX}px`;
  line.style.top = `${y0 + scrollY}px`;
  line.style.width = `${Math.hypot(x1 - x0, y1 - y0)}px`;
  const turn = `rotate(${Math.atan2(y1 - y0, x1 - x0)}rad)`;
  line.style.transform = turn;
  document.body.append(line);
  line
    .animate(
      [
        { opacity: 0, transform: `${turn} scaleX(0)` },
        { opacity: 1, transform: `${turn} scaleX(1)`, offset: flightMs / traceMs },
        { opacity: 0, transform: `${turn} scaleX(1)` },
      ],
      { duration: traceMs, easing: 'ease-out', fill: 'forwards' },
    )
    .finished.finally(() => line.remove());
}

function middle(box: DOMRect): [x: number, y: number] {
  return [box.left + box.width / 2, box.top + box.height / 2];
}
