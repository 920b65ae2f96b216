import { CanaryDeployment } from "../../components/canaryDeployment";
import type { CanaryDeploymentArgs, CanarySide } from "../../components/canaryDeploymentArgs";
import type { LoadBalancerInfo } from "../../components/siteLoadBalancer";
import { type Inputs, type Recorded, record } from "./recorder";

export const ACCOUNT = "123456789012";
export const CLUSTER = `arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/workshop-cluster`;

const ARNS: Record<string, string> = {
  "aws:dynamodb/table:Table": `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/`,
  "aws:lambda/function:Function": `arn:aws:lambda:us-west-2:${ACCOUNT}:function:`,
  "aws:sfn/stateMachine:StateMachine": `arn:aws:states:us-west-2:${ACCOUNT}:stateMachine:`,
  "aws:sns/topic:Topic": `arn:aws:sns:us-west-2:${ACCOUNT}:`,
  "aws:sqs/queue:Queue": `arn:aws:sqs:us-west-2:${ACCOUNT}:`,
  "aws:iam/role:Role": `arn:aws:iam::${ACCOUNT}:role/`,
  "aws:cloudwatch/logGroup:LogGroup": `arn:aws:logs:us-west-2:${ACCOUNT}:log-group:`,
  "aws:cloudwatch/eventRule:EventRule": `arn:aws:events:us-west-2:${ACCOUNT}:rule/`,
  "aws:cloudwatch/metricAlarm:MetricAlarm": `arn:aws:cloudwatch:us-west-2:${ACCOUNT}:alarm:`,
};

const service = (name: string) => ({
  service: { name: `workshop-${name}`, arn: `${CLUSTER.replace(":cluster/", ":service/")}/workshop-${name}` },
  targetGroup: { arn: `arn:${name}`, arnSuffix: `targetgroup/${name}/1` },
});

/** One side of a stack "workshop". Tests give plain texts where the program has outputs. */
const side = (name: string, ending: string): CanarySide => ({
  loadBalancer: {
    arn: `arn:alb/${name}`,
    arnSuffix: `app/${name}/1`,
    dnsName: `${name}.example.com`,
    zoneId: "ZALB",
  } as unknown as LoadBalancerInfo,
  released: service(`cats${ending}`),
  others: [service(`dogs${ending}`)],
});

export function required(): CanaryDeploymentArgs {
  return {
    stack: "workshop",
    cluster: { name: "workshop-cluster", arn: CLUSTER },
    domain: "catsndogs.lol",
    host: "www.catsndogs.lol",
    blue: side("site", ""),
    green: side("green", "-green"),
  };
}

/** Makes the canary of a stack "workshop" in us-west-2. */
export function recordCanary(more: Partial<CanaryDeploymentArgs> = {}) {
  return record(
    () => {
      const { release, guard, table, topic, zone, dashboard } = new CanaryDeployment("canary", {
        ...required(),
        ...more,
      });
      return { release, guard, table, topic, zone, dashboard };
    },
    {
      calls: {
        "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: ACCOUNT }),
        "aws:index/getRegion:getRegion": () => ({ region: "us-west-2" }),
      },
      outputs: (type, _, { name }) => {
        if (type === "aws:route53/zone:Zone") {
          return { zoneId: "Z123", arn: "arn:aws:route53:::hostedzone/Z123", nameServers: ["ns-1.example.com"] };
        }
        const arn = ARNS[type];
        const url = type === "aws:sqs/queue:Queue" ? { url: `https://sqs.example.com/${name}` } : {};
        return arn === undefined ? undefined : { arn: `${arn}${name}`, ...url };
      },
    },
  );
}

/** What the policy of a role allows, by the end of the resource's name. */
export function allows(recorded: Recorded, name: string): Inputs[] {
  const { Statement } = JSON.parse(recorded.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy) as {
    Statement: Inputs[];
  };
  return Statement.map(({ Effect, ...rest }) => rest);
}
