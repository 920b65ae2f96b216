import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { required, requiredJson, sidesOf } from "../common/environment";
import { log } from "../common/log";
import { otherSide, type Side } from "../common/sides";
import { type HealthRequest, healthRequestOf } from "./request";
import { judgeTargets, type Observed, type ServiceTargets } from "./targets";
import { describeTraffic, judgeTraffic, type Thresholds, type Traffic, trafficOf, trafficQuery } from "./traffic";

/** Whether a release may go on, and why not. */
interface Health {
  healthy: boolean;
  /** Everything in one line, for people. */
  summary: string;
  /** What is wrong, a sentence each. */
  reasons: string[];
  targets: ServiceTargets[];
  /** Of the candidate and of the other side; absent before there are visitors. */
  traffic?: { candidate: Traffic; stable: Traffic };
}

const ecs = new ECSClient({});
const balancing = new ElasticLoadBalancingV2Client({});
const cloudwatch = new CloudWatchClient({});

const cluster = required(process.env, "CLUSTER");
const sides = sidesOf(process.env);
const thresholds = requiredJson(process.env, "THRESHOLDS") as Thresholds;

/**
 * Says whether the candidate of a release is healthy: all targets of all its services, and from when it has visitors, how they
 * were served in comparison with those of the other side. Nothing known is not healthy.
 *
 * @throws InvalidRequest, and whatever AWS answers: the release takes that for not healthy, too
 */
export async function handler(input: unknown): Promise<Health> {
  const request = healthRequestOf(input);
  const side = sides[request.side];
  const { targets, reasons } = judgeTargets(side, request.deploymentId, await observe(side));
  const traffic = request.phase === "traffic" ? await compare(request) : undefined;
  if (traffic) reasons.push(...judgeTraffic(traffic.candidate, traffic.stable, thresholds));
  const healthy = reasons.length === 0;
  const summary = healthy ? describe(targets, traffic) : reasons.join("; ");
  const health = { healthy, summary, reasons, targets, ...(traffic && { traffic }) };
  log(healthy ? "info" : "warn", healthy ? "healthy" : "not healthy", { ...request, ...health });
  return health;
}

async function observe({ services }: Side): Promise<Observed> {
  const names = services.map(({ name }) => name);
  const [described, ...targets] = await Promise.all([
    ecs.send(new DescribeServicesCommand({ cluster, services: names })),
    ...services.map(({ targetGroupArn }) => targetsOf(targetGroupArn)),
  ]);
  return { services: described.services ?? [], targets: new Map(targets) };
}

async function targetsOf(TargetGroupArn: string): Promise<[string, TargetHealthDescription[]]> {
  const answer = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return [TargetGroupArn, answer.TargetHealthDescriptions ?? []];
}

async function compare({ side, since, at }: HealthRequest): Promise<{ candidate: Traffic; stable: Traffic }> {
  const compared = { candidate: sides[side].loadBalancer, stable: sides[otherSide(side)].loadBalancer };
  const query = trafficQuery(compared, since, at);
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await cloudwatch.send(new GetMetricDataCommand({ ...query, NextToken }));
    results.push(...(answer.MetricDataResults ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return { candidate: trafficOf("candidate", results), stable: trafficOf("stable", results) };
}

function describe(targets: readonly ServiceTargets[], traffic: Health["traffic"]): string {
  const counts = targets.map(({ service, healthy, desired }) => `${service} ${healthy} of ${desired}`).join(", ");
  if (!traffic) return `healthy targets: ${counts}`;
  const { candidate, stable } = traffic;
  return `healthy targets: ${counts}; ${describeTraffic(candidate)}; the other side: ${describeTraffic(stable)}`;
}
