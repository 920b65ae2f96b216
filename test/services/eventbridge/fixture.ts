import type { AccountRecord, Props } from "../../../local/account/model";
import { type DeliveryOptions, EventRules } from "../../../local/services/eventbridge/eventRules";
import type { Events, Metric } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { ACCOUNT_ID, accountWith } from "../../account/support";

export const RULE_ARN = `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/started`;
export const FUNCTION_ARN = `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:greeter`;
export const QUEUE_ARN = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost`;

export interface StandOptions extends DeliveryOptions {
  /** The rule's. */
  pattern: Props;
  rule?: Props;
  target?: Props;
  /** Why the target cannot be invoked. Default: it can. */
  failures?: string[];
  more?: Partial<AccountRecord>[];
}

/** The rule "started" with a function for a target, and what that gets. */
export class RuleStand {
  readonly simulation = new Simulation();
  readonly world: World;
  readonly events: { at: number; event: Props }[] = [];
  readonly counted: string[] = [];
  readonly told: Events["rule"][] = [];

  constructor({ pattern, rule = {}, target = {}, failures = [], more = [], ...options }: StandOptions) {
    const inputs = { name: "started", eventPattern: JSON.stringify(pattern), state: "ENABLED", ...rule };
    const account = accountWith(
      {
        type: "aws:cloudwatch/eventRule:EventRule",
        id: "started",
        inputs,
        outputs: { name: "started", state: inputs.state, arn: RULE_ARN },
      },
      {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        id: "started-one",
        inputs: { rule: "started", targetId: "one", arn: FUNCTION_ARN, ...target },
      },
      ...more,
    );
    this.world = new World(this.simulation, account, "us-west-2");
    this.world.bus.subscribe("rule", (event) => this.told.push(event));
    const put = ({ name }: Metric) => this.counted.push(name);
    const lambda = (_: AccountRecord, event: Props) => {
      this.events.push({ at: this.simulation.now, event });
      return failures;
    };
    new EventRules(this.world, { put }, { lambda }, options);
  }

  /** Publishes something at second 100, and looks at second 400. */
  async publish<K extends keyof Events>(kind: K, ...events: Events[K][]): Promise<void> {
    await this.simulation.run(100);
    for (const event of events) this.world.bus.publish(kind, event);
    await this.simulation.run(400);
  }
}
