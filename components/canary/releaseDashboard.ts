import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SIDES, type SideName } from "../../lambdas/common/sides";
import { NAMESPACE } from "../../lambdas/updateRoute53/metrics";
import type { CanarySide } from "../canaryDeploymentArgs";
import { physicalName } from "../names";

export interface ReleaseDashboardArgs {
  stack: string;
  host: string;
  region: pulumi.Input<string>;
  sides: Record<SideName, CanarySide>;
  release: { arn: pulumi.Input<string> };
  alarmArns: pulumi.Input<string>[];
}

/** As CloudWatch's own palette has them. */
const COLORS: Record<SideName, string> = { blue: "#1f77b4", green: "#2ca02c" };

/** One page of what a release does: weights, visitors, health and alarms, side by side. */
export function releaseDashboard(name: string, args: ReleaseDashboardArgs, parent: pulumi.Resource) {
  const { stack, host, region, sides, release, alarmArns } = args;
  const graph = (title: string, metrics: unknown[], more: Record<string, unknown> = {}) => ({
    type: "metric",
    width: 12,
    height: 6,
    properties: { title, region, view: "timeSeries", stacked: false, period: 60, metrics, ...more },
  });
  const balancer = (metric: string, stat: string) =>
    SIDES.map((side) => [
      ...["AWS/ApplicationELB", metric, "LoadBalancer"],
      sides[side].loadBalancer.arnSuffix,
      { stat, label: side, color: COLORS[side] },
    ]);
  const percent = { yAxis: { left: { min: 0, max: 100, label: "%" } } };
  const fromZero = { yAxis: { left: { min: 0 } } };
  const widgets = [
    graph(`Weights of ${host}`, weights(stack), percent),
    graph("Requests a minute", balancer("RequestCount", "Sum"), fromZero),
    graph("Healthy targets", healthyTargets(sides), fromZero),
    graph(
      "Responses with 5XX",
      [...balancer("HTTPCode_Target_5XX_Count", "Sum"), ...balancer("HTTPCode_ELB_5XX_Count", "Sum")],
      fromZero,
    ),
    graph("Response time, in seconds", balancer("TargetResponseTime", "Average"), fromZero),
    graph("Releases", executions(release.arn), fromZero),
    { type: "alarm", width: 24, height: 3, properties: { title: "Alarms", alarms: alarmArns } },
  ];
  return new aws.cloudwatch.Dashboard(
    name,
    {
      dashboardName: physicalName(stack, "release", 255),
      dashboardBody: pulumi.jsonStringify({ widgets: placed(widgets) }),
    },
    { parent },
  );
}

/** A weight holds until the next one is set; the metric has a point only where one was. */
function weights(stack: string): unknown[] {
  return SIDES.flatMap((side) => [
    [NAMESPACE, "Weight", "Stack", stack, "Side", side, { id: side, stat: "Minimum", visible: false }],
    [{ expression: `FILL(${side}, REPEAT)`, label: side, color: COLORS[side] }],
  ]);
}

function healthyTargets(sides: Record<SideName, CanarySide>): unknown[] {
  return SIDES.flatMap((side) => {
    const { loadBalancer, released, others = [] } = sides[side];
    return [released, ...others].map(({ targetGroup }) => [
      ...["AWS/ApplicationELB", "HealthyHostCount", "TargetGroup"],
      targetGroup.arnSuffix,
      "LoadBalancer",
      loadBalancer.arnSuffix,
      { stat: "Minimum", color: COLORS[side] },
    ]);
  });
}

function executions(arn: pulumi.Input<string>): unknown[] {
  return [
    "ExecutionsStarted",
    "ExecutionsSucceeded",
    "ExecutionsFailed",
    "ExecutionsTimedOut",
    "ExecutionsAborted",
  ].map((metric) => ["AWS/States", metric, "StateMachineArn", arn, { stat: "Sum" }]);
}

/** Two columns, row by row; a wide widget has a row of its own. */
function placed<T extends { width: number; height: number }>(widgets: readonly T[]) {
  let [x, y] = [0, 0];
  return widgets.map((widget) => {
    const place = { x, y };
    x += widget.width;
    if (x >= 24) [x, y] = [0, y + widget.height];
    return { ...widget, ...place };
  });
}
