const dayMs = 24 * 3600 * 1000;

/** As on the other pages, and short enough for the margin. */
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

export function timeOf(at: number): string {
  return clock.format(at);
}

export function fullTimeOf(at: number): string {
  return full.format(at);
}

/** `now` and `at` in milliseconds since 1970. */
export function dayOf(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / dayMs);
  if (days === 0) return 'Today';
  return days === 1 ? 'Yesterday' : day.format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
