import { AwsError, type Context, type Props } from "../../model";
import { trusts } from "../ec2/trust";
import { text } from "../read";

/** The bus that every account has. */
export const DEFAULT_BUS = "default";

/** Name of the bus that a rule or a target names by its name, by its ARN, or not at all. */
export function busOf(inputs: Props): string {
  return (text(inputs, "eventBusName") ?? DEFAULT_BUS).replace(/^arn:aws:events:.*:event-bus\//, "");
}

/**
 * Refuses a bus other than the default one: the account has no type that makes them.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function requireBus(inputs: Props): void {
  const bus = busOf(inputs);
  if (bus !== DEFAULT_BUS) throw new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
}

/**
 * Refuses a role that EventBridge cannot act as: it does not exist, or its trust policy does not let events.amazonaws.com in.
 *
 * @throws AwsError `ValidationException`, for both in the same words
 */
export function requireAssumable({ account, inputs }: Context): void {
  const arn = text(inputs, "roleArn");
  if (arn === undefined) return;
  const role = account.records("aws:iam/role:Role").find(({ outputs }) => outputs.arn === arn);
  if (role && trusts(role, "events.amazonaws.com")) return;
  throw new AwsError(
    "ValidationException",
    `Provided role '${arn}' cannot be assumed by principal 'events.amazonaws.com'.`,
  );
}
