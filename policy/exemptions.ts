import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { parseUrn } from "./urn";

/** A violation that somebody has decided to live with, for a while. */
export interface Exemption {
  /** The resource by its name, by `TYPE::NAME`, or by its URN; `*` stands for any characters. */
  resource: string;
  /** Why the rule does not hold there, for whoever reads it next. */
  reason: string;
  /** The last day of the exemption, as YYYY-MM-DD, in UTC. */
  expires: string;
}

/** The setting that every rule has besides its own. */
export const exemptionsSetting = {
  type: "array",
  description: "Resources in which a violation of this rule is shown as an exemption instead, until a day.",
  default: [],
  maxItems: 100,
  items: {
    type: "object",
    properties: {
      resource: { type: "string", minLength: 1, maxLength: 1000 },
      reason: { type: "string", minLength: 10, maxLength: 500 },
      expires: { type: "string", pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$" },
    },
    required: ["resource", "reason", "expires"],
    additionalProperties: false,
  },
} as const satisfies PolicyConfigJSONSchema;

/** The exemptions of a rule's configuration. */
export function exemptionsOf(config: { exemptions?: readonly Exemption[] }): readonly Exemption[] {
  return config.exemptions ?? [];
}

/** Whether an exemption is about the resource of that URN. */
export function isAbout({ resource }: Exemption, urn: string): boolean {
  const { type, name } = parseUrn(urn);
  const parts = resource.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return [name, `${type}::${name}`, urn].some((spelling) => pattern.test(spelling));
}

/**
 * Whether an exemption's last day is over.
 *
 * @param now milliseconds since 1970
 */
export function isExpired({ expires }: Exemption, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > expires;
}
