import { AwsError, type Context, type TypeDefinition, type Value } from "../../model";
import { text } from "../read";
import { functionNamed, noFunction, PERMISSION } from "./references";

/** A statement of a function's policy: who else may invoke it. docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const permission: TypeDefinition = {
  type: PERMISSION,
  noun: "permission",
  rules: {
    action: { pattern: /^(lambda:[A-Za-z*]+|\*)$/, is: "an action of Lambda's, such as lambda:InvokeFunction" },
    principal: { test: principalFailure },
    sourceAccount: { pattern: /^\d{12}$/, is: "twelve digits" },
    sourceArn: { pattern: /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/, is: "an ARN" },
    statementId: { pattern: /^[A-Za-z0-9_-]{1,100}$/, is: "1 to 100 letters, digits, hyphens and underscores" },
  },
  conflicts: [["statementId", "statementIdPrefix"]],
  autoName: { property: "statementId", maxLength: 100 },
  replaces: [
    ...["action", "eventSourceToken", "function", "functionUrlAuthType", "principal", "principalOrgId", "qualifier"],
    ...["sourceAccount", "sourceArn", "statementId", "statementIdPrefix", "invokedViaFunctionUrl"],
  ],
  unique: [
    {
      key: (inputs) => {
        const [name, statement] = [text(inputs, "function"), text(inputs, "statementId")];
        return name && statement && `${name.split(":").pop()}/${statement}`;
      },
      taken: ({ statementId }) =>
        new AwsError(
          "ResourceConflictException",
          `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        ),
    },
  ],
  verify: requireFunction,
  id: ({ inputs }) => String(inputs.statementId),
  importId: { form: "FUNCTION/STATEMENT", of: ({ inputs }) => `${inputs.function}/${inputs.statementId}` },
  outputs: ({ inputs }) => ({ statementIdPrefix: inputs.statementIdPrefix ?? "" }),
};

/** A service, an account, somebody in an account, or everybody. In Lambda's words. */
function principalFailure(principal: Value): string | undefined {
  const isOne = /^(\*|\d{12}|arn:aws:(iam|sts)::\d{12}:.+|[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com)$/;
  return isOne.test(String(principal))
    ? undefined
    : `The provided principal was invalid. Please check the principal and try again. (${principal})`;
}

function requireFunction({ account, region, accountId, inputs }: Context): void {
  const name = text(inputs, "function") ?? "";
  if (!functionNamed(account, region, name)) throw noFunction(region, accountId, name);
}
