import type { AccountRecord } from "../../model";
import { isObject } from "../../values";
import { statementsOf, stringsOf } from "../iam/policyDocument";
import { parseJson, text } from "../read";

/** Whether an AWS service may assume a role, by the role's trust policy. */
export function trusts(role: AccountRecord, service: string): boolean {
  const policy = parseJson(text(role.inputs, "assumeRolePolicy") ?? "");
  if (!isObject(policy)) return false;
  return statementsOf(policy).some(
    ({ Effect, Action, Principal }) =>
      Effect === "Allow" &&
      stringsOf(Action).some((action) => ["sts:AssumeRole", "sts:*", "*"].includes(action)) &&
      isObject(Principal) &&
      stringsOf(Principal.Service).includes(service),
  );
}
