import type { ReportEvent } from "./model";
import type { Words } from "./words";

interface Entry {
  event: ReportEvent;
  times: number;
}

/** What was said in a chapter, in order; what somebody repeats is kept once, where it was first said, with how often it was. */
export class EventLog {
  private readonly entries: Entry[] = [];
  /** What can be repeated, by who said it and its text. */
  private readonly known = new Map<string, { entry: Entry; about: string | undefined }>();

  add(at: number, words: Words): void {
    this.entry(at, words);
  }

  /**
   * Something that may be said again and again.
   *
   * @param about What it is about: see {@link renew}. Default: nothing.
   */
  addOnce(at: number, words: Words, about?: string): void {
    const key = `${words.source}|${words.text}`;
    const known = this.known.get(key);
    if (known) known.entry.times += 1;
    else this.known.set(key, { entry: this.entry(at, words), about });
  }

  /** Something new has happened to a thing: what was said about it before counts anew where it is said again. */
  renew(about: string): void {
    for (const [key, known] of this.known) if (known.about === about) this.known.delete(key);
  }

  events(): ReportEvent[] {
    return this.entries.map(({ event, times }) =>
      times === 1 ? event : { ...event, text: `${event.text} (${times} times)` },
    );
  }

  private entry(at: number, { source, text, level }: Words): Entry {
    const entry = { event: { at, source, text, ...(level && level !== "info" && { level }) }, times: 1 };
    this.entries.push(entry);
    return entry;
  }
}
