/** What builds and functions have written, as CloudWatch Logs keeps it: lines by log group and stream. */
export class LogStreams {
  private readonly streams = new Map<string, { at: number; message: string }[]>();

  /** @param at Seconds of virtual time. */
  write(group: string, stream: string, at: number, lines: readonly string[]): void {
    const key = `${group}:${stream}`;
    const entries = lines.map((message) => ({ at, message }));
    this.streams.set(key, [...(this.streams.get(key) ?? []), ...entries]);
  }

  /** Undefined where there is no such stream. */
  read(group: string, stream: string): readonly { at: number; message: string }[] | undefined {
    return this.streams.get(`${group}:${stream}`);
  }

  /** All lines of a log group, stream by stream. */
  all(group: string): string[] {
    return [...this.streams]
      .filter(([key]) => key.startsWith(`${group}:`))
      .flatMap(([, entries]) => entries.map(({ message }) => message));
  }
}
