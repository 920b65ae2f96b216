import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { containerTask } from "./containerTask";
import { capitalized, physicalName } from "./names";
import { refuse } from "./problems";
import { type ScheduledTaskArgs, scheduledTaskProblems } from "./scheduledTaskArgs";
import { passRolesToTasks, scopedRole } from "./scopedRole";

/**
 * A task that an EventBridge rule runs on an ECS cluster at fixed times, and that ends by itself. The rule's role may run the
 * revisions of this one task definition on this one cluster, and hand over the task's role if it has one.
 *
 * Costs $0.0000 an hour: rules on a schedule are free of charge, and its tasks run on the cluster's instances. What it
 * logs is charged at $0.50 a GB.
 */
export class ScheduledTask extends pulumi.ComponentResource {
  readonly taskDefinition: { arn: pulumi.Output<string>; family: pulumi.Output<string> };
  /** The container's name, for overrides. */
  readonly container: string;
  readonly rule: { name: pulumi.Output<string>; arn: pulumi.Output<string> };

  /**
   * @param name the log group's name and, in capitals, the rule's and the family's, each after the stack's
   * @throws an error that lists all that is wrong with the arguments
   */
  constructor(name: string, args: ScheduledTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`ScheduledTask "${name}"`, scheduledTaskProblems(name, args));
    super("catsndogs:index:ScheduledTask", name, {}, opts);

    this.container = args.container ?? name;
    const taskDefinition = this.makeTaskDefinition(name, args);
    const rule = this.makeRule(name, args);
    const role = this.makeRole(name, args, taskDefinition);
    this.makeTarget(name, args, { taskDefinition, rule, role });

    this.taskDefinition = { arn: taskDefinition.arn, family: taskDefinition.family };
    this.rule = { name: rule.name, arn: rule.arn };
    this.registerOutputs({ taskDefinition: this.taskDefinition, container: this.container, rule: this.rule });
  }

  private makeTaskDefinition(name: string, args: ScheduledTaskArgs): aws.ecs.TaskDefinition {
    const { stack, image, cpu, memory, environment, taskRole } = args;
    const family = physicalName(stack, capitalized(name), 255);
    const task = { stack, family, container: this.container, image, cpu, memory, environment };
    return containerTask(name, { ...task, taskRoleArn: taskRole?.arn }, this);
  }

  private makeRule(name: string, { stack, schedule, enabled = true }: ScheduledTaskArgs): aws.cloudwatch.EventRule {
    return new aws.cloudwatch.EventRule(
      name,
      {
        name: physicalName(stack, capitalized(name), 64),
        description: `Runs ${name} by ${schedule}`,
        scheduleExpression: schedule,
        state: enabled ? "ENABLED" : "DISABLED",
      },
      { parent: this },
    );
  }

  private makeRole(
    name: string,
    { stack, cluster, taskRole }: ScheduledTaskArgs,
    taskDefinition: aws.ecs.TaskDefinition,
  ): { arn: pulumi.Output<string> } {
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    return scopedRole(
      `${name}-events`,
      {
        name: physicalName(stack, `${capitalized(name)}EventsRole`, 64),
        service: "events.amazonaws.com",
        accountId,
        policyName: "run-task",
        allows: [
          {
            Action: "ecs:RunTask",
            // Any revision: the rule goes on without a gap while a new one is deployed.
            Resource: pulumi.interpolate`${taskDefinition.arnWithoutRevision}:*`,
            Condition: { ArnEquals: { "ecs:cluster": cluster.arn } },
          },
          ...passRolesToTasks(taskRole === undefined ? [] : [taskRole.arn]),
        ],
      },
      this,
    );
  }

  private makeTarget(
    name: string,
    { cluster, count = 1, targetId = name }: ScheduledTaskArgs,
    {
      taskDefinition,
      rule,
      role,
    }: { taskDefinition: aws.ecs.TaskDefinition; rule: aws.cloudwatch.EventRule; role: { arn: pulumi.Output<string> } },
  ): void {
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        targetId,
        arn: cluster.arn,
        roleArn: role.arn,
        ecsTarget: { taskDefinitionArn: taskDefinition.arn, taskCount: count, launchType: "EC2" },
        // Its next time is soon: a task that could not run now is not wanted hours later, when AWS would still be trying.
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
      },
      { parent: this },
    );
  }
}
