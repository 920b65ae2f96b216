import { AwsError, type TypeDefinition } from "../../model";
import { text } from "../read";
import { bodyErrors } from "./dashboardBody";

export const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

/**
 * A dashboard. The account has it once, whichever region it was made in.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
 */
export const dashboard: TypeDefinition = {
  type: DASHBOARD,
  noun: "dashboard",
  rules: {
    dashboardName: { pattern: /^[\w-]{1,255}$/, is: "1 to 255 letters, digits, hyphens and underscores" },
    dashboardBody: { json: true },
  },
  replaces: ["dashboardName"],
  json: ["dashboardBody"],
  putsWhole: true,
  unique: [
    {
      within: "account",
      key: (inputs) => text(inputs, "dashboardName"),
      // PutDashboard overwrites one of that name: two resources would take turns, so the second is refused.
      taken: ({ dashboardName }) =>
        new AwsError("ResourceAlreadyExistsException", `A dashboard ${dashboardName} exists already.`),
    },
  ],
  verify: ({ inputs }) => {
    const errors = bodyErrors(text(inputs, "dashboardBody") ?? "");
    if (errors.length === 0) return;
    const count = errors.length === 1 ? "is 1 validation error" : `are ${errors.length} validation errors`;
    throw new AwsError(
      "InvalidParameterInput",
      `The dashboard body is invalid, there ${count}:\n${JSON.stringify(errors, null, 2)}`,
    );
  },
  id: ({ inputs }) => String(inputs.dashboardName),
  outputs: ({ accountId, id }) => ({ dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${id}` }),
};
