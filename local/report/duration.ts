/**
 * Seconds of virtual time as a person says them: `45 s`, `12 min`, `12 min 05 s`, `1 h 05 min`. From an hour on to the full minute
 * that has passed.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${twoDigits(minutes)} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${twoDigits(rest)} s` : `${minutes} min`;
  return `${rest} s`;
}

/** Seconds since a chapter began, as on a clock: `0:05:30`. */
export function formatClock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 3600)}:${twoDigits(Math.floor(whole / 60) % 60)}:${twoDigits(whole % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
