import type { Props, Value } from "../../model";
import { canonical, isObject, isPresent, show } from "../../values";
import { parseJson, repeated } from "../read";

/** What a policy is for: what its owner may do, who may become a role, or who may do what with a resource. */
export type PolicyKind = "identity" | "trust" | "resource";

const TOP = ["Version", "Id", "Statement"];

const STATEMENT = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"],
];

const PRINCIPALS = ["AWS", "Service", "Federated", "CanonicalUser"];

/** docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATOR = new RegExp(
  "^(ForAnyValue:|ForAllValues:)?(" +
    "String(Not)?Equals(IgnoreCase)?|String(Not)?Like|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|" +
    "Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?Equals|Arn(Not)?Like" +
    ")(IfExists)?$|^Null$",
);

/**
 * What is wrong with a policy document, in the words of IAM's MalformedPolicyDocument and followed by the place, or
 * undefined. Grammar: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyFailure(document: string, kind: PolicyKind): string | undefined {
  const policy = parseJson(document);
  if (policy === undefined) return `This policy contains invalid Json: ${show(document)}`;
  const syntax = syntaxFailure(policy);
  if (syntax || !isObject(policy)) return `Syntax errors in policy. ${syntax}`;
  // A trust policy of the first version is as good as one of the second; a permission policy is not.
  if (kind === "identity" && policy.Version !== "2012-10-17") {
    return `Policy document must be version 2012-10-17 or greater. Got ${show(policy.Version)}.`;
  }
  const statements = statementsOf(policy);
  const sids = statements.flatMap(({ Sid }) => (typeof Sid === "string" ? [Sid] : []));
  const [twice] = repeated(sids);
  if (twice !== undefined) {
    return `Statement IDs (SID) in a single policy must be unique. Given more than once: ${show(twice)}.`;
  }
  return statements
    .map((statement, i) => {
      const failure = statementFailure(statement, kind);
      return failure && `${failure} (Statement[${i}])`;
    })
    .find((failure) => failure !== undefined);
}

/** The statements of a document that is known to be well formed. */
export function statementsOf(policy: Props): Props[] {
  return (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement ?? null]).filter(isObject);
}

/** One or several strings, as the policy language writes them. */
export function stringsOf(value: Value | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}

function syntaxFailure(policy: Value): string | undefined {
  if (!isObject(policy)) return `Expected an object, got ${show(policy)}.`;
  const unknown = Object.keys(policy).find((key) => !TOP.includes(key));
  if (unknown) return `Unknown element ${unknown}; expected ${TOP.join(", ")}.`;
  if (isPresent(policy.Version) && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17") {
    return `Version is 2012-10-17 or 2008-10-17, got ${show(policy.Version)}.`;
  }
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  if (!isPresent(policy.Statement) || statements.length === 0) return "The Statement is missing.";
  return statements
    .map((statement, i) => {
      const failure = isObject(statement) ? grammarFailure(statement) : `expected an object, got ${show(statement)}`;
      return failure && `Statement[${i}]: ${failure}.`;
    })
    .find((failure) => failure !== undefined);
}

function grammarFailure(statement: Props): string | undefined {
  const unknown = Object.keys(statement).find((key) => !STATEMENT.includes(key));
  if (unknown) return `unknown element ${unknown}; expected one of ${STATEMENT.join(", ")}`;
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    return `Effect is Allow or Deny, got ${show(statement.Effect)}`;
  }
  for (const name of ["Action", "Principal", "Resource"]) {
    if (isPresent(statement[name]) && isPresent(statement[`Not${name}`])) {
      return `${name} and Not${name} exclude each other`;
    }
  }
  for (const name of ["Action", "NotAction", "Resource", "NotResource"]) {
    if (isPresent(statement[name]) && !areStrings(statement[name])) {
      return `${name} is a string or a list of strings, got ${show(statement[name])}`;
    }
  }
  return (
    principalFailure(statement.Principal ?? statement.NotPrincipal) ??
    conditionFailure(statement.Condition) ??
    (isPresent(statement.Sid) && typeof statement.Sid !== "string" ? "Sid is a string" : undefined)
  );
}

function areStrings(value: Value | undefined): boolean {
  return (Array.isArray(value) ? value : [value]).every((item) => typeof item === "string");
}

function principalFailure(principal: Value | undefined): string | undefined {
  if (!isPresent(principal) || principal === "*") return undefined;
  if (!isObject(principal)) return `Principal is "*" or an object, got ${show(principal)}`;
  const names = Object.keys(principal);
  const unknown = names.find((name) => !PRINCIPALS.includes(name));
  if (unknown || names.length === 0) {
    return `Principal names one of ${PRINCIPALS.join(", ")}, got ${unknown ?? "nothing"}`;
  }
  const wrong = names.find((name) => !areStrings(principal[name]));
  return wrong && `Principal.${wrong} is a string or a list of strings, got ${show(principal[wrong])}`;
}

function conditionFailure(condition: Value | undefined): string | undefined {
  if (!isPresent(condition)) return undefined;
  if (!isObject(condition)) return `Condition is an object of operators, got ${show(condition)}`;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!OPERATOR.test(operator)) return `unknown condition operator ${operator}`;
    if (!isObject(keys)) return `Condition.${operator} is an object of condition keys, got ${show(keys)}`;
    const wrong = Object.entries(keys).find(([, value]) => isObject(value) || !isPresent(value));
    if (wrong) return `Condition.${operator}.${wrong[0]} is a value or a list of values, got ${show(wrong[1])}`;
  }
  return undefined;
}

function statementFailure(statement: Props, kind: PolicyKind): string | undefined {
  if (typeof statement.Sid === "string" && !/^[0-9A-Za-z]*$/.test(statement.Sid)) {
    return `Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*. Got ${show(statement.Sid)}.`;
  }
  const actions = stringsOf(statement.Action ?? statement.NotAction);
  if (actions.length === 0) return "Policy statement must contain actions.";
  // Services look at the actions of their resources' policies themselves, and take their own names in capitals as well.
  if (kind === "resource") return resourceFailure(statement);
  const loose = actions.find((action) => action !== "*" && !/^[a-z0-9-]+:[A-Za-z*?]+[A-Za-z0-9*?]*$/.test(action));
  if (loose !== undefined) {
    return `Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. Got ${show(loose)}.`;
  }
  return kind === "trust" ? trustFailure(statement, actions) : identityFailure(statement);
}

function trustFailure(statement: Props, actions: readonly string[]): string | undefined {
  if (isPresent(statement.Resource) || isPresent(statement.NotResource)) return "Has prohibited field Resource";
  const other = actions.find((action) => !action.startsWith("sts:"));
  if (other !== undefined) return `AssumeRole policy may only specify STS AssumeRole actions. Got ${show(other)}.`;
  if (isPresent(statement.NotPrincipal) && statement.Effect === "Allow") return "Has prohibited field NotPrincipal";
  return isPresent(statement.Principal ?? statement.NotPrincipal) ? undefined : "Missing required field Principal";
}

function resourceFailure(statement: Props): string | undefined {
  const missing = ["Principal", "Resource"].find((name) => !isPresent(statement[name] ?? statement[`Not${name}`]));
  return missing && `Missing required field ${missing}`;
}

function identityFailure(statement: Props): string | undefined {
  if (isPresent(statement.Principal) || isPresent(statement.NotPrincipal)) {
    return "Policy document should not specify a principal.";
  }
  const resources = stringsOf(statement.Resource ?? statement.NotResource);
  if (resources.length === 0) return "Policy statement must contain resources.";
  const wrong = resources.find((resource) => resource !== "*" && !/^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+$/.test(resource));
  return wrong === undefined ? undefined : `Resource ${wrong} must be in ARN format or "*".`;
}

/** Whether two documents say the same: one string is a list of one, and lists have no order. */
export function samePolicy(one: Value, other: Value): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  const [a, b] = [parseJson(one), parseJson(other)];
  return isObject(a) && isObject(b) && normal(a) === normal(b);
}

function normal(policy: Props): string {
  return canonical({ ...policy, Statement: statementsOf(policy).map(normalStatement).sort() });
}

function normalStatement(statement: Props): string {
  const sorted = (value: Value | undefined): Value =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]))
      : (Array.isArray(value) ? value.map(canonical) : [canonical(value)]).sort();
  return canonical(
    Object.fromEntries(Object.entries(statement).map(([key, value]) => [key, key === "Sid" ? value : sorted(value)])),
  );
}
