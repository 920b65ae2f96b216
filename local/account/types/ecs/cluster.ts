import { AwsError, type CheckFailure, type Props, type TypeDefinition } from "../../model";
import { containerInstancesOf } from "../ec2/capacity";
import { given, text } from "../read";
import { clusterName, servicesOf } from "./clusterName";

export const cluster: TypeDefinition = {
  type: "aws:ecs/cluster:Cluster",
  noun: "ECS cluster",
  rules: {
    name: { pattern: /^[\w-]{1,255}$/, is: "1 to 255 letters, digits, hyphens and underscores" },
    "settings[*].name": { oneOf: ["containerInsights"] },
    "settings[*].value": { oneOf: ["enabled", "disabled", "enhanced"] },
    "configuration.executeCommandConfiguration.logging": { oneOf: ["NONE", "DEFAULT", "OVERRIDE"] },
    "serviceConnectDefaults.namespace": {
      pattern: /^arn:aws:servicediscovery:/,
      is: "the ARN of a Cloud Map namespace",
    },
  },
  check: overriddenLogging,
  autoName: { property: "name", maxLength: 255 },
  replaces: ["name"],
  sets: ["settings"],
  computed: ["settings"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      // CreateCluster hands out the cluster of that name if there is one, without a word. Two stacks would then own one
      // cluster, and the first `destroy` would take the other's away; so the collision is refused here.
      taken: ({ name }) =>
        new AwsError(
          "ResourceInUseException",
          `The cluster ${name} exists already. ECS would share it with a second owner without a word; give this one a name of its own.`,
        ),
    },
  ],
  // docs.aws.amazon.com/general/latest/gr/ecs-service.html
  quotas: [{ code: "L-21C621EB", name: "Clusters per account", default: 10_000, error: "LimitExceededException" }],
  id: ({ inputs, arn }) => arn("ecs", `cluster/${inputs.name}`),
  importId: { form: "CLUSTER-NAME", of: ({ inputs }) => String(inputs.name) },
  outputs: ({ id, inputs }) => ({
    arn: id,
    settings: inputs.settings ?? [{ name: "containerInsights", value: "disabled" }],
  }),
  verifyDelete: ({ account, region, id }) => {
    const services = servicesOf(account, region, clusterName(id));
    if (services.length > 0) {
      const names = services.map(({ outputs }) => outputs.name).join(", ");
      throw new AwsError(
        "ClusterContainsServicesException",
        `The Cluster cannot be deleted while Services are active. Active: ${names}.`,
      );
    }
    const sources = containerInstancesOf(clusterName(id), region, account);
    if (sources.length > 0) {
      throw new AwsError(
        "ClusterContainsContainerInstancesException",
        "The Cluster cannot be deleted while Container Instances are active or draining. " +
          `Kept running by: ${sources.map((record) => record.id).join(", ")}.`,
      );
    }
  },
};

function overriddenLogging(inputs: Props): CheckFailure[] {
  const path = "configuration.executeCommandConfiguration";
  if (text(inputs, `${path}.logging`) !== "OVERRIDE" || given(inputs, `${path}.logConfiguration`)) return [];
  const reason = 'missing; "logging" is OVERRIDE, which says that the logs go where this says';
  return [{ property: `${path}.logConfiguration`, reason }];
}
