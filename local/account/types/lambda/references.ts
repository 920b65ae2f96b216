import { type AccountRecord, AwsError, type Records } from "../../model";
import { text } from "../read";

/** Type tokens that several files name. */
export const FUNCTION = "aws:lambda/function:Function";
export const PERMISSION = "aws:lambda/permission:Permission";
export const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/** A function under its name or its ARN; undefined where there is none. */
export function functionNamed(records: Records, region: string, nameOrArn: string): AccountRecord | undefined {
  return records.records(FUNCTION).find((record) => record.region === region && isNamed(record, nameOrArn));
}

/** Whether a name or an ARN is a function's. */
export function isNamed({ id, outputs }: Pick<AccountRecord, "id" | "outputs">, nameOrArn: string): boolean {
  return id === nameOrArn || outputs.arn === nameOrArn;
}

/** Lambda's words for a function that is not there. */
export function noFunction(region: string, accountId: string, nameOrArn: string): AwsError {
  const arn = nameOrArn.startsWith("arn:") ? nameOrArn : `arn:aws:lambda:${region}:${accountId}:function:${nameOrArn}`;
  return new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
}

/** Whether another resource's `function` or `functionName` means a function. */
export function belongsTo(
  record: Pick<AccountRecord, "id" | "region" | "outputs">,
  property: string,
  { region, inputs }: AccountRecord,
): boolean {
  return region === record.region && isNamed(record, text(inputs, property) ?? "");
}
