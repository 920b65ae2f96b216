import { AwsError, type Props } from "../../model";
import { text } from "../read";

/** Characters of a value: docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LONGEST = { Standard: 4096, Advanced: 8192 } as const;

const MORE =
  "For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

/** The value, whichever input gives it. */
export function plainValue(inputs: Props): string {
  return text(inputs, "value") ?? text(inputs, "insecureValue") ?? text(inputs, "valueWo") ?? "";
}

/** The tier that a parameter is in. Intelligent tiering takes the advanced one for what the standard one cannot hold. */
export function tierOf(inputs: Props): keyof typeof LONGEST {
  const tier = text(inputs, "tier");
  if (tier === "Intelligent-Tiering") return plainValue(inputs).length > LONGEST.Standard ? "Advanced" : "Standard";
  return tier === "Advanced" ? "Advanced" : "Standard";
}

/**
 * Refuses a value as PutParameter does. No message shows the value: it may be a secret.
 *
 * @throws AwsError `ValidationException`, `InvalidAllowedPatternException`, `ParameterPatternMismatchException`
 */
export function requireValue(inputs: Props): void {
  const value = plainValue(inputs);
  const tier = tierOf(inputs);
  if (value === "") {
    throw new AwsError(
      "ValidationException",
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (value.length > LONGEST[tier]) {
    const larger =
      tier === "Standard"
        ? "To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. "
        : "";
    throw new AwsError(
      "ValidationException",
      `${tier} tier parameters support a maximum parameter value of ${LONGEST[tier]} characters. ${larger}${MORE}`,
    );
  }
  const pattern = text(inputs, "allowedPattern");
  if (!pattern || regularExpression(pattern).test(value)) return;
  throw new AwsError(
    "ParameterPatternMismatchException",
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
}

function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new AwsError(
      "InvalidAllowedPatternException",
      `The request does not meet the regular expression requirement: ${pattern}`,
    );
  }
}
