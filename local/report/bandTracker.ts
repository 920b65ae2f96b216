import type { Band } from "./model";

type Span = Band["spans"][number];
type State = Span["state"];

/** Follows the states of alarms over chapters, and tells those of one chapter. Times are seconds of virtual time. */
export class BandTracker {
  /** Of every alarm that there is, in order of creation. */
  private readonly states = new Map<string, State>();
  /** Of every alarm that there has been in the chapter. */
  private spans = new Map<string, Span[]>();

  /** There is an alarm. Nothing is known of a new one: it is in INSUFFICIENT_DATA until it says otherwise. */
  add(label: string, at: number, state: State = "INSUFFICIENT_DATA"): void {
    if (!this.states.has(label)) this.change(label, state, at);
  }

  /** There is an alarm no longer. To the chapter's end it has nothing to say; the next one does not know it. */
  remove(label: string, at: number): void {
    if (this.states.has(label)) this.change(label, "INSUFFICIENT_DATA", at);
    this.states.delete(label);
  }

  /** An alarm has come into a state. */
  change(label: string, state: State, at: number): void {
    this.states.set(label, state);
    const spans = this.spans.get(label) ?? [];
    this.spans.set(label, spans);
    const last = spans.at(-1);
    if (last?.state === state) return;
    if (last) last.to = at;
    // Of two states at the same moment the later one counts.
    if (last?.from === at) spans.pop();
    const before = spans.at(-1);
    if (before?.state !== state) spans.push({ from: at, to: at, state });
  }

  /** A chapter begins: every alarm is in the state in which it was. */
  begin(at: number): void {
    this.spans = new Map([...this.states].map(([label, state]) => [label, [{ from: at, to: at, state }]]));
  }

  /** A chapter ends. Returns what its alarms were in, in order of creation. */
  end(at: number): Band[] {
    return [...this.spans].map(([label, spans]) => {
      const last = spans.at(-1);
      if (last) last.to = at;
      return { label, spans: spans.filter(({ from, to }) => to > from) };
    });
  }
}
