/** Writes one line of JSON, so that CloudWatch Logs Insights can ask for its fields. */
export function log(level: "info" | "warn", message: string, fields: Readonly<Record<string, unknown>>): void {
  writeLine(JSON.stringify({ level, message, ...fields }));
}

/** Writes a line as it is: Lambda puts a time and an id before what comes by the console, and metrics in it are not seen then. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
