/** What builds have written, as CloudWatch Logs keeps it: lines by log group and stream. */
export class BuildLogs {
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
}
