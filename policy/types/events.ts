/** Events, alarms, logs, functions, state machines and messages. */
import type { PolicyArgs } from "@pulumi/aws/autoscaling/policy";
import type { DashboardArgs } from "@pulumi/aws/cloudwatch/dashboard";
import type { EventBusPolicyArgs } from "@pulumi/aws/cloudwatch/eventBusPolicy";
import type { EventPermissionArgs } from "@pulumi/aws/cloudwatch/eventPermission";
import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule";
import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget";
import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { EventSourceMappingArgs } from "@pulumi/aws/lambda/eventSourceMapping";
import type { FunctionArgs as LambdaFunctionArgs } from "@pulumi/aws/lambda/function";
import type { FunctionEventInvokeConfigArgs } from "@pulumi/aws/lambda/functionEventInvokeConfig";
import type { PermissionArgs } from "@pulumi/aws/lambda/permission";
import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule";
import type { StateMachineArgs } from "@pulumi/aws/sfn/stateMachine";
import type { TopicArgs } from "@pulumi/aws/sns/topic";
import type { TopicPolicyArgs } from "@pulumi/aws/sns/topicPolicy";
import type { TopicSubscriptionArgs } from "@pulumi/aws/sns/topicSubscription";
import type { QueueArgs } from "@pulumi/aws/sqs/queue";
import type { QueuePolicyArgs } from "@pulumi/aws/sqs/queuePolicy";
import { resourceType } from "./resourceType";

export const autoscalingPolicy = resourceType<PolicyArgs>("aws:autoscaling/policy:Policy");
export const dashboard = resourceType<DashboardArgs>("aws:cloudwatch/dashboard:Dashboard");
export const eventBusPolicy = resourceType<EventBusPolicyArgs>("aws:cloudwatch/eventBusPolicy:EventBusPolicy");
export const eventPermission = resourceType<EventPermissionArgs>("aws:cloudwatch/eventPermission:EventPermission");
export const eventRule = resourceType<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule");
export const eventTarget = resourceType<EventTargetArgs>("aws:cloudwatch/eventTarget:EventTarget");
export const logGroup = resourceType<LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup");
export const metricAlarm = resourceType<MetricAlarmArgs>("aws:cloudwatch/metricAlarm:MetricAlarm");
export const eventSourceMapping = resourceType<EventSourceMappingArgs>(
  "aws:lambda/eventSourceMapping:EventSourceMapping",
);
export const lambdaFunction = resourceType<LambdaFunctionArgs>("aws:lambda/function:Function");
export const functionEventInvokeConfig = resourceType<FunctionEventInvokeConfigArgs>(
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
);
export const lambdaPermission = resourceType<PermissionArgs>("aws:lambda/permission:Permission");
export const schedule = resourceType<ScheduleArgs>("aws:scheduler/schedule:Schedule");
export const stateMachine = resourceType<StateMachineArgs>("aws:sfn/stateMachine:StateMachine");
export const snsTopic = resourceType<TopicArgs>("aws:sns/topic:Topic");
export const snsTopicSubscription = resourceType<TopicSubscriptionArgs>("aws:sns/topicSubscription:TopicSubscription");
export const snsTopicPolicy = resourceType<TopicPolicyArgs>("aws:sns/topicPolicy:TopicPolicy");
export const sqsQueue = resourceType<QueueArgs>("aws:sqs/queue:Queue");
export const sqsQueuePolicy = resourceType<QueuePolicyArgs>("aws:sqs/queuePolicy:QueuePolicy");
