import { UNKNOWN } from "../harness";
import { REMOVED } from "./places";

/** A way to change one value. Returns nothing where a value cannot be changed like this. */
export interface Kind {
  name: string;
  values(value: unknown): readonly unknown[];
}

const isNumeric = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));

/** The same number as a text, where the value was one. */
const likewise = (value: unknown, number: number) => (typeof value === "string" ? String(number) : number);

/** User data of an instance that joins a cluster and does not drain, as launch templates hold it. */
const IGNORANT = Buffer.from("#!/bin/bash\necho ECS_CLUSTER=cats >> /etc/ecs/ecs.config\n").toString("base64");

/** A document that trusts everybody. */
const TRUSTING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }],
});

/** Texts that mean something to AWS, each wrong in some place. */
const WORDS = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "latest",
  "$Latest",
  IGNORANT,
  TRUSTING,
  "{}",
  "#!/bin/bash\nvegeta attack -duration=0\n",
  "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  "PASSWORD",
  "AKIAIOSFODNN7EXAMPLE",
  "m4.16xlarge",
  "lowestPrice",
  "optional",
  "Suspended",
  "SecureString",
  "String",
  "nodejs12.x",
  "iam:PassRole",
  "s3:PutObject",
  "arn:aws:iam::aws:policy/AdministratorAccess",
  "attribute:ecs.instance-type == p5.48xlarge",
  "LessThanOrEqualToThreshold",
  "GreaterThanOrEqualToThreshold",
  "elsewhere",
  "x".repeat(300),
];

/** The kind that makes a value one which a preview does not know. */
export const NOT_KNOWN = "not known";

/** The ways to change a value, from the plainest to the strangest. */
export const KINDS: readonly Kind[] = [
  { name: "removed", values: () => [REMOVED] },
  { name: "null", values: () => [null] },
  { name: NOT_KNOWN, values: () => [UNKNOWN] },
  { name: "empty", values: () => ["", [], {}] },
  {
    name: "other number",
    values: (value) => (isNumeric(value) ? [0, -1, 1, 22, 99, 1e9].map((n) => likewise(value, n)) : []),
  },
  {
    name: "flipped",
    values: (value) => {
      if (typeof value === "boolean") return [!value];
      return value === "true" || value === "false" ? [String(value !== "true")] : [];
    },
  },
  { name: "any", values: (value) => (typeof value === "string" ? ["*"] : Array.isArray(value) ? [["*"]] : []) },
  { name: "other text", values: (value) => (typeof value === "string" ? WORDS : []) },
  { name: "doubled", values: (value) => (Array.isArray(value) && value.length > 0 ? [[...value, ...value]] : []) },
  {
    name: "other type",
    values: (value) => [typeof value === "string" ? 7 : "text", true, [null], [[]], [{}], { a: {} }],
  },
];

/** What a property may be set to that a resource does not have. */
export const ADDITIONS: Readonly<Record<string, readonly unknown[]>> = {
  boolean: [true, false],
  number: [0, 1, 1e9],
  string: ["true", "*", "0.0.0.0/0", "PASSWORD"],
};
