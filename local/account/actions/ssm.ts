import { createHash } from "node:crypto";
import type { Account } from "../account";
import { arnFields } from "../iam/pattern";
import { type AccountRecord, AwsError } from "../model";
import { number, text } from "../types/read";
import { type Caller, requireAllowed } from "./caller";
import { fieldsOf, flag, requiredText, requiredTexts } from "./input";
import { keyUnder, requireDecrypt } from "./kms";

const PARAMETER = "aws:ssm/parameter:Parameter";

/** A parameter as Parameter Store returns it. Without `LastModifiedDate`: the account keeps no time of a parameter's. */
export interface Parameter {
  Name: string;
  Type: string;
  Value: string;
  Version: number;
  ARN: string;
  DataType: string;
  /** The version that was asked for, with its colon. */
  Selector?: string;
}

/**
 * Reads a parameter: docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 *
 * @param input `Name`, which may end in `:VERSION` or be an ARN, and `WithDecryption`.
 * @throws AwsError `AccessDeniedException`, `ParameterNotFound`, `ParameterVersionNotFound`, `InvalidKeyId`,
 *   `ValidationException`, `SerializationException`
 */
export function getParameter(account: Account, caller: Caller, input: unknown): { Parameter: Parameter } {
  const fields = fieldsOf(input);
  const asked = readName(account, caller, requiredText(fields, "Name"));
  requireAllowed(account, caller, { action: "ssm:GetParameter", resource: asked.arn });
  const record = find(account, caller, asked);
  // AWS's own message is empty.
  if (!record) throw new AwsError("ParameterNotFound", `Parameter ${asked.name} not found.`);
  if (!hasVersion(record, asked.version)) {
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${asked.version} of ${asked.name}. Verify the version and try again.`,
    );
  }
  return { Parameter: present(account, caller, record, asked, flag(fields, "WithDecryption")) };
}

/**
 * Reads up to ten parameters. Those that are not there are named; one that may not be read fails them all:
 * docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 *
 * @param input `Names`, each as `Name` of {@link getParameter}, and `WithDecryption`.
 * @throws AwsError as {@link getParameter}, but for what is not found
 */
export function getParameters(
  account: Account,
  caller: Caller,
  input: unknown,
): { Parameters: Parameter[]; InvalidParameters: string[] } {
  const fields = fieldsOf(input);
  const asked = requiredTexts(fields, "Names", [1, 10]).map((name) => readName(account, caller, name));
  for (const { arn } of asked) requireAllowed(account, caller, { action: "ssm:GetParameters", resource: arn });
  const found = asked.map((one) => {
    const record = find(account, caller, one);
    return { one, record: record && hasVersion(record, one.version) ? record : undefined };
  });
  const withDecryption = flag(fields, "WithDecryption");
  return {
    Parameters: found.flatMap(({ one, record }) =>
      record ? [present(account, caller, record, one, withDecryption)] : [],
    ),
    InvalidParameters: found.flatMap(({ one, record }) => (record ? [] : [one.given])),
  };
}

/** What a call asks for. */
interface Asked {
  /** As the call has it. */
  given: string;
  name: string;
  arn: string;
  /** What follows the name and a colon: a version, or a label. */
  version: string | undefined;
}

function readName({ state }: Account, { region }: Caller, given: string): Asked {
  const isArn = given.startsWith("arn:");
  const [path = "", version] = (isArn ? arnFields(given)[5]?.replace(/^parameter/, "") : given)?.split(":") ?? [];
  // A parameter that is in no hierarchy has a slash in its ARN alone.
  const name = isArn && path.lastIndexOf("/") === 0 ? path.slice(1) : path;
  if (name.startsWith("/aws/")) {
    throw new AwsError("UnsupportedOperation", `AWS's public parameters are not modelled; asked for ${name}.`);
  }
  const owner = isArn ? arnFields(given).slice(0, 5).join(":") : `arn:aws:ssm:${region}:${state.accountId}`;
  return { given, name, version, arn: `${owner}:parameter${name.startsWith("/") ? "" : "/"}${name}` };
}

function find(account: Account, { region }: Caller, { arn }: Asked): AccountRecord | undefined {
  return account.records(PARAMETER).find((record) => record.region === region && record.outputs.arn === arn);
}

/**
 * Whether a parameter has a version.
 *
 * @throws AwsError `UnsupportedOperation` for an older version, which AWS would have and the account does not keep
 */
function hasVersion(record: AccountRecord, version: string | undefined): boolean {
  const newest = versionOf(record);
  if (version === undefined || version === String(newest)) return true;
  if (/^[1-9]\d*$/.test(version) && Number(version) < newest) {
    throw new AwsError(
      "UnsupportedOperation",
      `The account on this machine keeps the newest version of a parameter alone; asked for version ${version} of ` +
        `${record.id}, which is at ${newest}.`,
    );
  }
  return false;
}

function versionOf({ outputs }: AccountRecord): number {
  return number(outputs, "version") ?? 1;
}

function present(
  account: Account,
  caller: Caller,
  record: AccountRecord,
  asked: Asked,
  withDecryption: boolean,
): Parameter {
  const isSecure = text(record.inputs, "type") === "SecureString";
  if (isSecure && withDecryption) requireReadable(account, caller, record, asked);
  return {
    Name: asked.name,
    Type: text(record.inputs, "type") ?? "String",
    Value: isSecure && !withDecryption ? ciphertext(record) : plaintext(record),
    Version: versionOf(record),
    ...(asked.version !== undefined && { Selector: `:${asked.version}` }),
    ARN: asked.arn,
    DataType: text(record.inputs, "dataType") ?? "text",
  };
}

/**
 * Parameter Store decrypts with the caller's own permissions, and passes on what KMS says. Where the key cannot be used at
 * all, that is `InvalidKeyId`. docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
function requireReadable(account: Account, caller: Caller, record: AccountRecord, { arn }: Asked): void {
  const { region } = caller;
  try {
    const key = keyUnder(account, region, text(record.inputs, "keyId") ?? "alias/aws/ssm");
    requireDecrypt(account, { ...caller, via: `ssm.${region}.amazonaws.com` }, key, { PARAMETER_ARN: arn });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code === "AccessDeniedException" ? error.code : "InvalidKeyId";
    // AWS adds the id of the request to KMS.
    throw new AwsError(code, `${error.message} (Service: AWSKMS; Status Code: 400; Error Code: ${error.code})`);
  }
}

function plaintext({ outputs, inputs }: AccountRecord): string {
  return text(outputs, "value") ?? text(inputs, "insecureValue") ?? text(inputs, "valueWo") ?? "";
}

/** Bytes that begin as KMS's do and say nothing about the value. */
function ciphertext(record: AccountRecord): string {
  const block = (i: number): Buffer =>
    createHash("sha512")
      .update(`${record.seed}|${versionOf(record)}|ciphertext|${i}`)
      .digest();
  return Buffer.concat([Buffer.from([1, 2, 2, 0, 0x78]), block(0), block(1)]).toString("base64");
}
