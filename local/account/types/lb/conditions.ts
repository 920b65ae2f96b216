import type { CheckFailure, Props, Rule } from "../../model";
import { show } from "../../values";
import { isIpv4Block, isIpv6Block } from "../ec2/addresses";
import { given, objects, texts, undecided } from "../read";

/** What a condition may look at: exactly one of these inputs. */
const FIELDS = ["hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "queryStrings", "sourceIp"];

/** Fields that only one condition of a rule may look at. */
const ONCE = ["hostHeader", "httpRequestMethod", "pathPattern", "sourceIp"];

/** "Condition Values per Rule" and "Condition Wildcards per Rule"; Service Quotas raises neither. */
const MAX_VALUES = 5;
const MAX_WILDCARDS = 6;

const values: Rule = { length: [1, 128] };

/**
 * Limits on the conditions of a rule:
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export const conditionRules: Record<string, Rule> = {
  conditions: { items: [1, Number.POSITIVE_INFINITY] },
  "conditions[*].hostHeader.values[*]": {
    all: [values, { pattern: /^[A-Za-z0-9\-.*?]+$/, is: "letters, digits and - . * ? in a host name" }],
  },
  "conditions[*].httpHeader.httpHeaderName": {
    pattern: /^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$/,
    is: "the name of a header, at most 40 characters",
  },
  "conditions[*].httpHeader.values[*]": values,
  "conditions[*].httpRequestMethod.values[*]": {
    pattern: /^[A-Z_-]{1,40}$/,
    is: "an HTTP method in capital letters, at most 40 characters",
  },
  "conditions[*].pathPattern.values[*]": {
    all: [
      values,
      {
        pattern: /^[A-Za-z0-9_\-.$/~"'@:+&*?]+$/,
        is: `letters, digits and _ - . $ / ~ " ' @ : + & * ? in a path pattern`,
      },
    ],
  },
  "conditions[*].pathPattern.regexValues[*]": values,
  "conditions[*].hostHeader.regexValues[*]": values,
  "conditions[*].httpHeader.regexValues[*]": values,
  "conditions[*].queryStrings[*].value": values,
  "conditions[*].queryStrings[*].key": values,
  "conditions[*].sourceIp.values[*]": {
    test: (value) =>
      isIpv4Block(value) || isIpv6Block(value) ? undefined : `expected an IPv4 or IPv6 CIDR block, got ${show(value)}`,
  },
};

/** What is wrong with the conditions of a rule, taken together. */
export function checkConditions(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "conditions")) return [];
  const conditions = objects(inputs, "conditions");
  const failures = conditions.flatMap((condition, i): CheckFailure[] => {
    const fields = FIELDS.filter((field) => given(condition, field));
    if (fields.length === 1) return [];
    const reason = `expected exactly one of ${FIELDS.join(", ")}, got ${fields.join(", ") || "none"}`;
    return [{ property: `conditions[${i}]`, reason }];
  });
  for (const field of ONCE) {
    const count = conditions.filter((condition) => given(condition, field)).length;
    if (count > 1)
      failures.push({ property: "conditions", reason: `expected at most one ${field} condition, got ${count}` });
  }
  const compared = conditions.flatMap(comparedWith);
  if (compared.length > MAX_VALUES) {
    failures.push({
      property: "conditions",
      reason: `A rule can only have '${MAX_VALUES}' condition values, got ${compared.length}`,
    });
  }
  const wildcards = compared.join("").match(/[*?]/g)?.length ?? 0;
  if (wildcards > MAX_WILDCARDS) {
    failures.push({
      property: "conditions",
      reason: `A rule can only have '${MAX_WILDCARDS}' condition wildcards, got ${wildcards}`,
    });
  }
  return failures;
}

/** The values that a condition compares a request with; keys of query strings do not count. */
function comparedWith(condition: Props): string[] {
  const lists = ["hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "sourceIp"];
  return [
    ...lists.flatMap((field) => [
      ...texts(condition, `${field}.values[*]`),
      ...texts(condition, `${field}.regexValues[*]`),
    ]),
    ...texts(condition, "queryStrings[*].value"),
  ];
}
