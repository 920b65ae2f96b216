/** What one of cron's six fields takes. */
interface Field {
  range: readonly [number, number];
  /** Other names of its values, in order. */
  names?: readonly string[];
  /** What a part may be besides values, ranges and steps. */
  other?: RegExp;
  /** What may only be the whole field. */
  alone?: RegExp;
  /** Whether it takes `/`. Default true. */
  steps?: false;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const DAY = `(?:[1-7]|${DAYS.join("|")})`;

/** docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
const FIELDS: readonly Field[] = [
  { range: [0, 59] },
  { range: [0, 23] },
  { range: [1, 31], other: /^(L|LW|([1-9]|[12]\d|3[01])W)$/, alone: /^\?$/ },
  { range: [1, 12], names: MONTHS },
  {
    range: [1, 7],
    names: DAYS,
    other: new RegExp(`^${DAY}?L$`),
    // "If you use a '#' character, you can define only one expression in the day-of-week field."
    alone: new RegExp(`^(\\?|${DAY}#[1-5])$`),
    steps: false,
  },
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
  const fields = inside?.toUpperCase().split(/\s+/) ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  return (
    fields.length === FIELDS.length &&
    (dayOfMonth === "?") !== (dayOfWeek === "?") &&
    FIELDS.every((field, i) => isField(fields[i] ?? "", field))
  );
}

function isField(text: string, field: Field): boolean {
  return field.alone?.test(text) || text.split(",").every((part) => isPart(part, field));
}

/** One of a field's parts: `*`, a value, `from-to`, each with or without `/step`. */
function isPart(part: string, field: Field): boolean {
  if (field.other?.test(part)) return true;
  const [, from = "", to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const isValue = (value: string) => {
    if (field.names?.includes(value)) return true;
    return /^\d+$/.test(value) && Number(value) >= field.range[0] && Number(value) <= field.range[1];
  };
  if (step !== undefined && (field.steps === false || Number(step) === 0)) return false;
  return from === "*" ? to === undefined : isValue(from) && (to === undefined || isValue(to));
}
