import type { Rule } from "../../model";

/**
 * Names of load balancers and target groups: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/, Name of
 * CreateLoadBalancer and CreateTargetGroup.
 */
export const NAME: Rule = {
  all: [
    { length: [1, 32] },
    { pattern: /^[0-9A-Za-z-]+$/, is: "letters, digits and hyphens" },
    { pattern: /^[^-](.*[^-])?$/, is: "a name that does not begin or end with a hyphen" },
  ],
};

/** The beginning of a name to which the provider adds 26 digits. */
export const NAME_PREFIX: Rule = {
  all: [
    { length: [1, 6] },
    { pattern: /^[0-9A-Za-z-]+$/, is: "letters, digits and hyphens" },
    { pattern: /^[^-]/, is: "a name that does not begin with a hyphen" },
  ],
};

/** Load balancers may not have the beginning that AWS gives the DNS names of internal ones. */
export const NOT_INTERNAL: Rule = { pattern: /^(?!internal-)/, is: 'a name that does not begin with "internal-"' };
