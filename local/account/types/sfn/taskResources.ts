/**
 * What tasks can call here, by the ARN in their `Resource`. Step Functions takes many more; a machine with one of those is
 * refused when it is made, not by its first execution. docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
 */
export const TASK_RESOURCES: readonly string[] = [
  "arn:aws:states:::lambda:invoke",
  "arn:aws:states:::dynamodb:getItem",
  "arn:aws:states:::dynamodb:putItem",
  "arn:aws:states:::dynamodb:updateItem",
  "arn:aws:states:::sns:publish",
  "arn:aws:states:::aws-sdk:route53:changeResourceRecordSets",
  "arn:aws:states:::aws-sdk:route53:getChange",
];
