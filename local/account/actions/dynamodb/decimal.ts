import { invalid } from "./errors";

/*
 * DynamoDB's numbers: decimal, exact, of up to 38 digits.
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */

/** Significant digits of a number. */
const MOST_DIGITS = 38;
/** Powers of ten of the first digit, between which a number that is not zero lies. */
const LARGEST_POWER = 125;
const SMALLEST_POWER = -130;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/** A number: digits × 10^power, the digits without zeros at their end. */
interface Decimal {
  digits: bigint;
  power: number;
}

/**
 * A number as DynamoDB gives it back: without an exponent, and without zeros that say nothing.
 *
 * @throws AwsError `ValidationException` for what is no number, or too large, too small or too exact
 */
export function plainNumber(text: string): string {
  return format(read(text));
}

/** How many digits a number has that say something; 0 has one. */
export function significantDigits(text: string): number {
  return lengthOf(read(text).digits);
}

/** Below, at or above zero, as one number is less than, equal to or greater than another. */
export function compareNumbers(one: string, other: string): number {
  const [a, b] = aligned(read(one), read(other));
  return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0;
}

/**
 * The sum of two numbers.
 *
 * @throws AwsError `ValidationException` where the sum is too large or too exact
 */
export function addNumbers(one: string, other: string): string {
  const [a, b] = aligned(read(one), read(other));
  return format(limited(normalized(a.digits + b.digits, a.power)));
}

/** The first number without the second; throws as {@link addNumbers}. */
export function subtractNumbers(one: string, other: string): string {
  const { digits, power } = read(other);
  return addNumbers(one, format({ digits: -digits, power }));
}

function read(text: string): Decimal {
  if (text === "") throw invalid("The parameter cannot be converted to a numeric value");
  const [, sign, whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === "") {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const magnitude = BigInt(whole + fraction);
  return limited(normalized(sign === "-" ? -magnitude : magnitude, Number(exponent) - fraction.length));
}

function normalized(digits: bigint, power: number): Decimal {
  if (digits === 0n) return { digits, power: 0 };
  const zeros = /0*$/.exec(String(digits))?.[0].length ?? 0;
  return { digits: digits / 10n ** BigInt(zeros), power: power + zeros };
}

function limited(number: Decimal): Decimal {
  if (number.digits === 0n) return number;
  const length = lengthOf(number.digits);
  const first = number.power + length - 1;
  if (first > LARGEST_POWER) {
    throw invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  if (first < SMALLEST_POWER) {
    throw invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  }
  if (length > MOST_DIGITS) throw invalid("Attempting to store more than 38 significant digits in a Number");
  return number;
}

function lengthOf(digits: bigint): number {
  return String(digits).replace("-", "").length;
}

function aligned(one: Decimal, other: Decimal): [Decimal, Decimal] {
  const power = Math.min(one.power, other.power);
  const at = (number: Decimal): Decimal => ({
    digits: number.digits * 10n ** BigInt(number.power - power),
    power,
  });
  return [at(one), at(other)];
}

function format({ digits, power }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = String(digits).replace("-", "");
  if (power >= 0) return `${sign}${text}${"0".repeat(power)}`;
  const padded = text.padStart(1 - power, "0");
  return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`;
}
