import { InvalidChangeBatch } from "./errors";

/** Octets of a label, and of a whole name: docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html */
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;

/**
 * A name as Route 53 keeps it: lower case, anything but letters, digits, `-`, `_` and `.` as `\` and three octal digits, and
 * with a dot at its end.
 *
 * docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export function normalized(name: string): string {
  const parts = name.toLowerCase().match(/\\[0-7]{3}|./gsu) ?? [];
  const escaped = parts.map((part) => (/^(?:[a-z0-9._-]|\\[0-7]{3})$/.test(part) ? part : octal(part))).join("");
  return escaped.endsWith(".") ? escaped : `${escaped}.`;
}

function octal(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}

/** A normalized name without the dot at its end, as in the condition keys of Route 53's and in AWS's consoles. */
export function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

/** Whether a normalized name is that of a zone, or in it. */
export function isIn(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

/**
 * The full name of a record whose resource may leave out the zone's, as the provider takes it.
 *
 * @returns Normalized.
 */
export function fullName(name: string, zoneName: string): string {
  const given = normalized(name);
  if (given === ".") return zoneName;
  return isIn(given, zoneName) ? given : `${given}${zoneName}`;
}

/** What names are sorted by: the labels from the last to the first. docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
export function sortKey(name: string): string {
  return `${withoutDot(name).split(".").reverse().join(".")}.`;
}

/**
 * Throws where a name cannot be one.
 *
 * @param name Normalized.
 * @throws AwsError `InvalidChangeBatch`
 */
export function requireName(name: string, given: string): void {
  const labels = withoutDot(name).split(".");
  const octets = (text: string): number => text.replace(/\\[0-7]{3}/g, "x").length;
  const problem =
    name === "."
      ? "DomainNameEmpty (Domain name is empty)"
      : labels.includes("")
        ? "DomainLabelEmpty (Domain label is empty)"
        : labels.some((label) => octets(label) > LONGEST_LABEL)
          ? "DomainLabelTooLong (Domain label is too long)"
          : octets(name) > LONGEST_NAME
            ? "DomainNameTooLong (Domain name is too long)"
            : undefined;
  if (problem) throw new InvalidChangeBatch([`FATAL problem: ${problem} encountered with '${given}'`]);
}
