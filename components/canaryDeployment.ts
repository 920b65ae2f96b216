import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardMachine } from "./canary/guardMachine";
import { releaseAlarms } from "./canary/releaseAlarms";
import { releaseDashboard } from "./canary/releaseDashboard";
import { callGuard, type DeadLetters, deadLetterQueue, takeDeadLetters, tellOfTasks } from "./canary/releaseEvents";
import { eventHandler, healthChecker, type Named, sidesJson, weightSetter } from "./canary/releaseFunctions";
import { releaseMachine } from "./canary/releaseMachine";
import { MAY_GET_CHANGE, mayChangeWeights, weightedRecords } from "./canary/weightedRecords";
import {
  CANARY_STEPS,
  CANARY_WAIT_SECONDS,
  type CanaryDeploymentArgs,
  canaryDeploymentProblems,
} from "./canaryDeploymentArgs";
import { physicalName } from "./names";
import { refuse } from "./problems";
import { type Allowed, scopedRole } from "./scopedRole";

/** What all parts of a release know. */
interface Base {
  accountId: pulumi.Output<string>;
  table: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
  topicArn: pulumi.Output<string>;
  zone: aws.route53.Zone;
  deadLetters: DeadLetters;
  /** For the functions: both sides, as JSON. */
  sides: pulumi.Output<string>;
}

/**
 * Releases an application without risk: of a site that is there twice, blue and green, the side with the new version gets a few
 * visitors, then more, then all; and whenever something is not as it should be, none. It begins by itself when a service of the
 * side that waits has really new running tasks, and `npm run canary` controls it.
 *
 * A Standard state machine walks through the steps: it holds a lock, sets the weights of two DNS records, waits until Route 53's
 * servers know, watches, and has the health checked. A second state machine, the guard, brings visitors back when the first
 * was stopped or timed out.
 *
 * Costs $0.0058 an hour: $0.0007 the hosted zone, $0.0010 the 7 metrics that alarms watch at $0.10 a month of 730 hours, $0.0041
 * the dashboard. A release costs less than a cent.
 */
export class CanaryDeployment extends pulumi.ComponentResource {
  readonly release: { arn: pulumi.Output<string> };
  readonly guard: { arn: pulumi.Output<string> };
  readonly table: { name: pulumi.Output<string> };
  /** Tells of each release how it went. */
  readonly topic: { arn: pulumi.Output<string> };
  /** Its name servers answer for the domain, registered or not. */
  readonly zone: { id: pulumi.Output<string>; nameServers: pulumi.Output<string[]> };
  readonly dashboard: { name: pulumi.Output<string> };

  /**
   * @param name the resources' name
   * @throws an error that lists all that is wrong with the arguments
   */
  constructor(name: string, args: CanaryDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`CanaryDeployment "${name}"`, canaryDeploymentProblems(args));
    super("catsndogs:index:CanaryDeployment", name, {}, opts);

    const base = this.makeBase(name, args);
    const updateRoute53 = weightSetter(name, args, base, this);
    const checkHealth = healthChecker(name, args, base, this);
    const release = this.makeRelease(name, args, base, { updateRoute53, checkHealth });
    const guard = this.makeGuard(name, args, base);
    this.listen(name, args, base, { release, guard });
    const dashboard = this.show(name, args, base, { release, guard });

    this.release = { arn: release.arn };
    this.guard = { arn: guard.arn };
    this.table = { name: base.table.name };
    this.topic = { arn: base.topicArn };
    this.zone = { id: base.zone.zoneId, nameServers: base.zone.nameServers };
    this.dashboard = { name: dashboard.dashboardName };
    this.registerOutputs({ release: this.release, guard: this.guard, table: this.table, topic: this.topic });
  }

  private makeBase(name: string, args: CanaryDeploymentArgs): Base {
    const { stack, domain, host, blue, green, email } = args;
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    const table = new aws.dynamodb.Table(
      name,
      {
        name: physicalName(stack, "CanaryTable", 255),
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
        ],
        ttl: { attributeName: "expiresAt", enabled: true },
      },
      { parent: this },
    );
    const topic = new aws.sns.Topic(name, { name: physicalName(stack, name, 256) }, { parent: this });
    if (email !== undefined) {
      new aws.sns.TopicSubscription(name, { topic: topic.arn, protocol: "email", endpoint: email }, { parent: this });
    }
    const loadBalancers = { blue: blue.loadBalancer, green: green.loadBalancer };
    return {
      accountId,
      table: { name: table.name, arn: table.arn },
      topicArn: topic.arn,
      zone: weightedRecords(name, { stack, domain, host, loadBalancers }, this),
      deadLetters: deadLetterQueue(`${name}-dead-letters`, stack, this),
      sides: sidesJson({ blue, green }),
    };
  }

  private makeRelease(
    name: string,
    args: CanaryDeploymentArgs,
    { accountId, table, topicArn }: Base,
    { updateRoute53, checkHealth }: { updateRoute53: Named; checkHealth: Named },
  ): aws.sfn.StateMachine {
    const { stack, host, steps = CANARY_STEPS, waitSeconds = CANARY_WAIT_SECONDS, pauseSeconds = 3600 } = args;
    const definition = releaseMachine({
      stack,
      record: host,
      table: table.name,
      topicArn,
      updateRoute53Arn: updateRoute53.arn,
      checkHealthArn: checkHealth.arn,
      steps,
      waitSeconds,
      pauseSeconds,
    });
    const allows: Allowed[] = [
      { Action: "lambda:InvokeFunction", Resource: [updateRoute53.arn, checkHealth.arn] },
      mayKeepState(table),
      { Action: "sns:Publish", Resource: topicArn },
      MAY_GET_CHANGE,
    ];
    return this.machine(`${name}-release`, { stack, physical: "CatsnDogsRelease", accountId, definition, allows });
  }

  private makeGuard(name: string, args: CanaryDeploymentArgs, base: Base): aws.sfn.StateMachine {
    const { stack, host, blue, green } = args;
    const { accountId, table, topicArn, zone } = base;
    const definition = guardMachine({
      stack,
      record: host,
      table: table.name,
      topicArn,
      hostedZoneId: zone.zoneId,
      sides: { blue: blue.loadBalancer, green: green.loadBalancer },
    });
    const allows = [
      mayKeepState(table),
      { Action: "sns:Publish", Resource: topicArn },
      mayChangeWeights(zone, host),
      MAY_GET_CHANGE,
    ];
    return this.machine(`${name}-guard`, { stack, physical: "CatsnDogsReleaseGuard", accountId, definition, allows });
  }

  private machine(
    name: string,
    args: {
      stack: string;
      physical: string;
      accountId: pulumi.Output<string>;
      definition: object;
      allows: Allowed[];
    },
  ): aws.sfn.StateMachine {
    const { stack, physical, accountId, definition, allows } = args;
    const role = scopedRole(
      name,
      {
        name: physicalName(stack, physical, 64),
        service: "states.amazonaws.com",
        accountId,
        policyName: "run",
        allows,
      },
      this,
    );
    return new aws.sfn.StateMachine(
      name,
      {
        name: physicalName(stack, physical, 80),
        // Standard: an execution may wait for hours, and each of its states is entered once.
        type: "STANDARD",
        roleArn: role.arn,
        definition: pulumi.jsonStringify(definition),
      },
      { parent: this },
    );
  }

  private listen(
    name: string,
    args: CanaryDeploymentArgs,
    { accountId, table, deadLetters, sides }: Base,
    { release, guard }: { release: aws.sfn.StateMachine; guard: aws.sfn.StateMachine },
  ): void {
    const { stack, cluster, blue, green } = args;
    const handler = eventHandler(name, args, { sides, table, release, deadLetters }, this);
    const released = [blue, green].map((side) => side.released.service.name);
    const tasks = tellOfTasks(name, { stack, cluster, released, handler, deadLetters }, this);
    const ended = callGuard(`${name}-guard`, { stack, accountId, release, guard, deadLetters }, this);
    takeDeadLetters(name, { queue: deadLetters, rules: [tasks, ended] }, this);
  }

  private show(
    name: string,
    { stack, host, blue, green }: CanaryDeploymentArgs,
    { topicArn, deadLetters }: Base,
    { release, guard }: { release: aws.sfn.StateMachine; guard: aws.sfn.StateMachine },
  ): aws.cloudwatch.Dashboard {
    const alarmArns = releaseAlarms(name, { stack, release, guard, deadLetters, topicArn }, this);
    const { region } = aws.getRegionOutput({}, { parent: this });
    return releaseDashboard(name, { stack, host, region, sides: { blue, green }, release, alarmArns }, this);
  }
}

function mayKeepState({ arn }: { arn: pulumi.Output<string> }): Allowed {
  return { Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], Resource: arn };
}
