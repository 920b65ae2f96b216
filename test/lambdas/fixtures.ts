import type { Sides } from "../../lambdas/common/sides";

/** Both sides, as a stack "workshop" has them. */
export const SIDES: Sides = {
  blue: {
    released: "workshop-cats",
    loadBalancer: "app/workshop-site/0123456789abcdef",
    alias: { dnsName: "workshop-site-1.us-west-2.elb.amazonaws.com", zoneId: "Z1H1FL5HABSF5" },
    services: [
      { name: "workshop-cats", targetGroupArn: "arn:cats" },
      { name: "workshop-simplehomepage", targetGroupArn: "arn:homepage" },
    ],
  },
  green: {
    released: "workshop-cats-green",
    loadBalancer: "app/workshop-green/fedcba9876543210",
    alias: { dnsName: "workshop-green-2.us-west-2.elb.amazonaws.com", zoneId: "Z1H1FL5HABSF5" },
    services: [
      { name: "workshop-cats-green", targetGroupArn: "arn:cats-green" },
      { name: "workshop-homepage-green", targetGroupArn: "arn:homepage-green" },
    ],
  },
};

export const DEPLOYMENT = "ecs-svc/1234567890123456789";

/** The event of a task of green cats that has begun to run, as ECS writes it: ecs_task_events.html. */
export function taskEvent(detail: Record<string, unknown> = {}, event: Record<string, unknown> = {}) {
  const cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/workshop-cluster";
  const task = "arn:aws:ecs:us-west-2:123456789012:task/workshop-cluster/c13b4cb40f1f4fe4a2971f76ae5a47ad";
  return {
    version: "0",
    id: "3317b2af-7005-947d-b652-f55e762e571a",
    "detail-type": "ECS Task State Change",
    source: "aws.ecs",
    account: "123456789012",
    time: "2026-01-01T00:10:00Z",
    region: "us-west-2",
    resources: [task],
    detail: {
      attachments: [],
      availabilityZone: "us-west-2c",
      clusterArn: cluster,
      connectivity: "CONNECTED",
      containerInstanceArn: "arn:aws:ecs:us-west-2:123456789012:container-instance/workshop-cluster/8f5b",
      containers: [{ name: "cats-green", lastStatus: "RUNNING", taskArn: task, networkBindings: [] }],
      cpu: "50",
      createdAt: "2026-01-01T00:09:50.000Z",
      desiredStatus: "RUNNING",
      group: "service:workshop-cats-green",
      launchType: "EC2",
      lastStatus: "RUNNING",
      memory: "1024",
      startedAt: "2026-01-01T00:10:00.000Z",
      startedBy: DEPLOYMENT,
      taskArn: task,
      taskDefinitionArn: "arn:aws:ecs:us-west-2:123456789012:task-definition/workshop-cats-green:1",
      updatedAt: "2026-01-01T00:10:00.000Z",
      version: 3,
      ...detail,
    },
    ...event,
  };
}
