import type { ScalingWebServiceArgs } from "../../components/scalingWebServiceArgs";

const loadBalancer = { arn: "arn:aws:mock:::site", arnSuffix: "app/workshop-site/50dc6c495c0c9188" };
export const listener = { arn: "arn:aws:mock:::site-listener" };
/** The route of one of several services behind a listener. */
export const byPath = { loadBalancer, listener, priority: 1, path: "/cats*" };

/** The workshop's cats, required arguments only. */
export function requiredService(): ScalingWebServiceArgs {
  return {
    stack: "workshop",
    cluster: { name: "workshop-cluster", arn: "arn:aws:mock:::cluster" },
    capacity: [],
    vpcId: "vpc-1",
    image: "registry.example/cats:v1",
    cpu: 50,
    memory: 1024,
    memoryReservation: 384,
    route: { loadBalancer },
  };
}

/** How the workshop scales cats and dogs. */
export function petScaling(): NonNullable<ScalingWebServiceArgs["scaling"]> {
  return {
    min: 2,
    max: 100,
    out: {
      threshold: 1000,
      steps: [
        { from: 1000, to: 2000, add: 10 },
        { from: 2000, to: 4000, add: 20 },
        { from: 4000, add: 25 },
      ],
    },
    in: {
      threshold: 1000,
      steps: [
        { upTo: 1000, above: 100, remove: 10 },
        { upTo: 100, remove: 5 },
      ],
    },
  };
}
