import type { Condition, Statement } from "./document";

/** True for an operator that asks for a value, rather than for another one or for none. */
export function isPositive({ operator }: Condition): boolean {
  return !/not|^null$/.test(operator);
}

/** True for a value that says nothing: wildcards alone, or an ARN that names neither an account nor a resource. */
export function saysNothing(value: string): boolean {
  if (/^[*?]*$/.test(value)) return true;
  const [arn, , , , account = "*", ...resource] = value.split(":");
  if (arn !== "arn") return false;
  const named = resource.join(":").replace(/^[a-z-]+[/:](?=[*?])/, "");
  return /^[*?]*$/.test(account) && /^[*?/:]*$/.test(named);
}

/** True where a condition ties a statement to values of its key; one with `IfExists` does not where the key is absent. */
function ties(condition: Condition): boolean {
  if (!isPositive(condition) || condition.ifExists || condition.quantifier === "forallvalues") return false;
  // Any one of the values is enough, so all have to say something.
  return condition.partial || (condition.values.length > 0 && !condition.values.some(saysNothing));
}

/** Keys that tell who calls, or on whose behalf, so that a statement for everybody is not one for the world. */
const CALLER =
  /^(aws:(source(arn|account|owner|orgid|orgpaths|vpc|vpce|vpcarn)|principal(orgid|orgpaths|account|arn)|userid|resourceorgid)|kms:calleraccount|s3:dataaccesspoint(arn|account))$/;

/** AWS takes addresses for a limit unless they are all there are. */
function tiesAddresses({ key, operator, values, partial }: Condition): boolean {
  return key === "aws:sourceip" && operator === "ipaddress" && (partial || !values.some((one) => one.endsWith("/0")));
}

/** True where a statement's own conditions keep the world out, or where that is not known. */
export function limitsCaller({ conditions, conditionsPartial }: Statement): boolean {
  if (conditionsPartial) return true;
  return conditions.some((one) => (CALLER.test(one.key) && ties(one)) || tiesAddresses(one));
}

/**
 * True where another statement denies everybody who is not from certain accounts, networks or organizations: the other
 * way to write the same.
 */
export function deniesOthers(statements: readonly Statement[]): boolean {
  return statements.some(({ effect, principals, conditions, conditionsPartial }) => {
    const aboutAll = principals.some(({ text }) => text === "*");
    const negated = conditions.some(({ key, operator }) => CALLER.test(key) && operator.includes("not"));
    return effect === "Deny" && aboutAll && (negated || conditionsPartial);
  });
}

/**
 * True where conditions narrow which resources a statement is about, or where that is not known: every key of a service's
 * own does, and so do tags. Who calls, from where and when are other matters.
 */
export function limitsResources({ conditions, conditionsPartial }: Statement): boolean {
  return (
    conditionsPartial || conditions.some(({ key }) => /^(?!aws:)|^aws:(resourcetag|requesttag|calledvia)/.test(key))
  );
}

/** True where a statement is about resources with certain tags alone, or where that is not known. */
export function limitsTags({ conditions, conditionsPartial }: Statement): boolean {
  return conditionsPartial || conditions.some((one) => one.key.startsWith("aws:resourcetag/") && !one.ifExists);
}

/** True where a statement names one of the keys and ties it to values, or where that is not known. */
export function tiesKey({ conditions, conditionsPartial }: Statement, applies: (key: string) => boolean): boolean {
  return conditionsPartial || conditions.some((one) => applies(one.key) && ties(one));
}
