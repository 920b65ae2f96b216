/** Writes one line of JSON, so that CloudWatch Logs Insights can ask for its fields. */
export function log(level: "info" | "warn", message: string, fields: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ level, message, ...fields }));
}
