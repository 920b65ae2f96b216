import { type AccountRecord, AwsError, type Records, type Reference } from "../../model";

/** Type tokens that several files name. */
export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const LISTENER = "aws:lb/listener:Listener";
export const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

/** An input that names a target group: the group cannot go before it. */
export function targetGroupReference(path: string): Reference {
  return {
    path,
    to: TARGET_GROUP,
    by: "arn",
    missing: (arn) => new AwsError("TargetGroupNotFound", `Target groups '${arn}' not found`),
    blocks: "ResourceInUse",
  };
}

/** The record of one type under an ARN. */
export function byArn(records: Records, type: string, arn: string | undefined): AccountRecord | undefined {
  return arn === undefined ? undefined : records.records(type).find(({ outputs }) => outputs.arn === arn);
}

/*
 * ARNs of what belongs to a load balancer are made of the load balancer's:
 *   arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/NAME/LOAD-BALANCER
 *   arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/NAME/LOAD-BALANCER/LISTENER
 *   arn:aws:elasticloadbalancing:us-west-2:123456789012:listener-rule/app/NAME/LOAD-BALANCER/LISTENER/RULE
 */

/** The ARN of a listener of a load balancer. */
export function listenerArn(loadBalancerArn: string, id: string): string {
  return `${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${id}`;
}

/** The ARN of a rule of a listener. */
export function listenerRuleArn(listener: string, id: string): string {
  return `${listener.replace(":listener/", ":listener-rule/")}/${id}`;
}

/** The ARN of the load balancer that a listener belongs to. */
export function loadBalancerArnOf(listener: string): string {
  return listener.replace(":listener/", ":loadbalancer/").replace(/\/[^/]+$/, "");
}

/** What CloudWatch calls a load balancer or target group: the end of its ARN. */
export function arnSuffix(arn: string): string {
  return arn.replace(/^.*:(loadbalancer\/)?/, "");
}
