import { type AccountRecord, AwsError, type Context, type Rule, type TypeDefinition } from "../../model";
import { text } from "../read";
import { noKey } from "./key";

const KEY = "aws:kms/key:Key";

/** Letters, digits and / _ - after the prefix; those of AWS's own keys are AWS's. API_CreateAlias.html */
const aliasName = (most: number): Rule => ({
  pattern: new RegExp(`^alias/(?!aws/)[A-Za-z0-9/_-]{1,${most}}$`),
  is: `alias/ and 1 to ${most} letters, digits and / _ -, not beginning with alias/aws/`,
});

/** The provider adds 26 characters of its own to a name prefix. */
const SUFFIX = 26;

export const alias: TypeDefinition = {
  type: "aws:kms/alias:Alias",
  noun: "alias",
  rules: {
    name: aliasName(250),
    namePrefix: aliasName(250 - SUFFIX),
  },
  conflicts: [["name", "namePrefix"]],
  replaces: ["name", "namePrefix"],
  computed: ["name", "namePrefix"],
  // A key's id and its ARN mean the same to the provider.
  equal: { targetKeyId: (before, after) => bareId(before) === bareId(after) },
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }, { outputs }) =>
        new AwsError(
          "AlreadyExistsException",
          `An alias with the name ${String(outputs.arn).replace(/alias\/.*/, String(name))} already exists`,
        ),
    },
  ],
  // docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  quotas: [
    {
      code: "L-2601EE20",
      name: "Aliases per CMK",
      default: 50,
      error: "LimitExceededException",
      per: (inputs, records) => keyNamed(records.records(KEY), text(inputs, "targetKeyId") ?? "")?.id ?? "",
    },
  ],
  verify: (context) => {
    targetOf(context);
  },
  id: ({ inputs, digits }) => text(inputs, "name") ?? `${inputs.namePrefix ?? "alias/"}${digits(SUFFIX, "name")}`,
  outputs: (context) => {
    const target = targetOf(context);
    return {
      arn: context.arn("kms", context.id),
      name: context.id,
      namePrefix: context.inputs.namePrefix ?? "",
      targetKeyArn: target.outputs.arn ?? "",
      targetKeyId: target.id,
    };
  },
};

function bareId(named: unknown): string {
  return String(named).replace(/^arn:.*:key\//, "");
}

function targetOf({ account, inputs, region }: Context): AccountRecord {
  const name = text(inputs, "targetKeyId") ?? "";
  const found = keyNamed(
    account.records(KEY).filter((record) => record.region === region),
    name,
  );
  if (found) return found;
  throw noKey(name);
}

/** A key by its id or its ARN. */
function keyNamed(keys: readonly AccountRecord[], name: string): AccountRecord | undefined {
  return keys.find(({ id, outputs }) => id === name || outputs.arn === name);
}
