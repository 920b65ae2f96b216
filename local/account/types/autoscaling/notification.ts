import { AwsError, type TypeDefinition } from "../../model";
import { GROUP } from "../ec2/capacity";

export const notification: TypeDefinition = {
  type: "aws:autoscaling/notification:Notification",
  noun: "Auto Scaling notification",
  rules: {
    groupNames: { items: [1, Number.POSITIVE_INFINITY] },
    notifications: { items: [1, Number.POSITIVE_INFINITY] },
    // docs.aws.amazon.com/autoscaling/ec2/APIReference/API_NotificationConfiguration.html
    "notifications[*]": {
      oneOf: [
        "autoscaling:EC2_INSTANCE_LAUNCH",
        "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
        "autoscaling:EC2_INSTANCE_TERMINATE",
        "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
        "autoscaling:TEST_NOTIFICATION",
      ],
    },
    topicArn: { pattern: /^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/, is: "an SNS topic's ARN" },
  },
  replaces: ["topicArn"],
  sets: ["groupNames", "notifications"],
  references: [
    {
      path: "groupNames[*]",
      to: GROUP,
      missing: (name) => new AwsError("ValidationError", `AutoScalingGroup name not found - no such group: ${name}`),
    },
    {
      path: "topicArn",
      to: "aws:sns/topic:Topic",
      missing: (arn) =>
        new AwsError(
          "ValidationError",
          `Unable to publish test notification message to SNS topic: ${arn} does not exist`,
        ),
    },
  ],
  id: ({ inputs }) => String(inputs.topicArn),
  importId: "none",
};
