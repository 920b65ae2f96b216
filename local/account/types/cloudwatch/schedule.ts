/** Ranges of cron's fields: docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
const FIELDS: readonly { range: readonly [number, number]; names?: readonly string[]; other?: RegExp }[] = [
  { range: [0, 59] },
  { range: [0, 23] },
  { range: [1, 31], other: /^(\?|L|LW|\d{1,2}W)$/ },
  { range: [1, 12], names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] },
  { range: [1, 7], names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], other: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { range: [1970, 2199] },
];

/**
 * Whether EventBridge takes a schedule: `rate(1 minute)`, `rate(2 minutes)`, or `cron` with six fields of which exactly one of
 * the two for days is `?`.
 */
export function isSchedule(expression: string): boolean {
  const [, value, unit = ""] = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(expression) ?? [];
  if (value !== undefined) return Number(value) > 0 && (Number(value) === 1) !== unit.endsWith("s");
  const [, inside] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const fields = inside?.split(" ") ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  return (
    fields.length === FIELDS.length &&
    (dayOfMonth === "?") !== (dayOfWeek === "?") &&
    fields.every((field, i) => field.split(",").every((part) => isPart(part, FIELDS[i])))
  );
}

/** One of a field's parts: `*`, a value, `from-to`, each with or without `/step`. */
function isPart(part: string, field: (typeof FIELDS)[number] | undefined): boolean {
  if (!field) return false;
  if (field.other?.test(part.toUpperCase())) return true;
  const [, from = "", to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const isValue = (value: string) => {
    if (field.names?.includes(value.toUpperCase())) return true;
    return /^\d+$/.test(value) && Number(value) >= field.range[0] && Number(value) <= field.range[1];
  };
  if (step !== undefined && Number(step) === 0) return false;
  return from === "*" ? to === undefined : isValue(from) && (to === undefined || isValue(to));
}
