/** Seconds as people read them: `8 s`, `1 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Figures in a progress line: four significant digits are enough for a loss and too many for nothing. */
export function formatDetail(value: number | string): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1000 || Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}

/** Steps after which a step's time counts half. */
const halfLife = 25;

/**
 * Estimates the time left from the recent pace: an exponential mean over the time per step (corrected for its start, as
 * in Adam), slow enough that a step with a preview does not shake it. The first step is slow, because sessions are made
 * there, so it counts only until a second one has been seen.
 */
export class Estimate {
  private readonly total: number;
  private last: { done: number; at: number };
  private seconds = 0;
  private weight = 0;
  private updates = 0;

  constructor(total: number, alreadyDone: number, now: number) {
    this.total = total;
    this.last = { done: alreadyDone, at: now };
  }

  /** Takes note that `done` steps are finished at `now` (milliseconds); returns the seconds left, if they can be known. */
  update(done: number, now: number): number | undefined {
    const steps = done - this.last.done;
    if (steps > 0) {
      const secondsPerStep = (now - this.last.at) / 1000 / steps;
      const kept = this.updates++ === 1 ? 0 : 0.5 ** (steps / halfLife);
      this.seconds = this.seconds * kept + secondsPerStep * (1 - kept);
      this.weight = this.weight * kept + (1 - kept);
      this.last = { done, at: now };
    }
    return this.weight === 0 ? undefined : (this.seconds / this.weight) * Math.max(0, this.total - done);
  }
}
