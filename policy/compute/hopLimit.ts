import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { decodeUserData, joinsEcsCluster } from "../spot/userData";
import { instance, launchConfiguration, launchTemplate, spotInstanceRequest } from "../types";
import { isMissing, type Seen, UNKNOWN } from "../values";
import { leftToTemplate, type MetadataOptions } from "./metadata";

const settings = {
  maxHopLimit: {
    type: "integer",
    description:
      "The most network hops that an answer of the metadata service may take. 1 keeps it from containers in bridge " +
      "mode; AWS takes up to 64.",
    default: 1,
    minimum: 1,
    maximum: 64,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;
type Text = Seen<string> | null | undefined;

/** What an image that says it wants IMDSv2 sets, as all of Amazon Linux 2023 do (EC2 User Guide, ImdsSupport). */
const HOPS_OF_IMAGE = 2;

/**
 * Judges the options of the metadata service.
 *
 * @param userData what the instance starts with, read only where no limit is given
 */
function judge(options: MetadataOptions, userData: () => readonly Text[], { config, refuse }: Context): void {
  if (options === UNKNOWN || options?.httpEndpoint === "disabled" || options?.httpEndpoint === UNKNOWN) return;
  const property = "metadataOptions.httpPutResponseHopLimit";
  const allowed = `at most ${config.maxHopLimit} is allowed`;
  const fix = config.maxHopLimit === 1 ? "Set it to 1." : `Set it to ${config.maxHopLimit} or less.`;
  const hops = options?.httpPutResponseHopLimit;
  if (typeof hops === "number" && hops > config.maxHopLimit) {
    const so = "so containers reach the instance's credentials";
    refuse({ property, given: String(hops), so: hops > 1 ? so : undefined, allowed, fix });
  }
  if (!isMissing(hops) || config.maxHopLimit >= HOPS_OF_IMAGE) return;
  // On an instance of ECS there are containers for sure.
  const joins = userData().some((text) => typeof text === "string" && joinsEcsCluster(decodeUserData(text)));
  if (!joins) return;
  const so = `so the image decides, and Amazon Linux 2023 says ${HOPS_OF_IMAGE}: containers reach the instance's credentials`;
  refuse({ property, so, allowed, fix });
}

/** Refuses instances whose metadata service can be reached from their containers. */
export const metadataHopLimit = resourceRule(
  {
    name: "metadata-hop-limit",
    area: "compute",
    description: "Checks that answers of the metadata service go no further than the instance itself.",
    why:
      "A container in bridge mode is one hop away from its instance. With a limit of 2 it gets the instance's " +
      "credentials, which are everybody's on that instance, instead of those of its own task role.",
    severity: "medium",
    remediationSteps:
      "Set `metadataOptions.httpPutResponseHopLimit` to 1. Give what runs in containers a task role. On instances that " +
      "join an ECS cluster it has to be said, for without it the image decides.",
    settings,
  },
  [
    on(launchTemplate, (template, context) => judge(template.metadataOptions, () => [template.userData], context)),
    on(launchConfiguration, (configuration, context) => {
      const { metadataOptions } = configuration;
      judge(metadataOptions, () => [configuration.userData, configuration.userDataBase64], context);
    }),
    on(instance, (machine, context) => {
      if (leftToTemplate(machine)) return;
      const userData = (): Text[] =>
        isMissing(machine.launchTemplate) ? [machine.userData, machine.userDataBase64] : [];
      judge(machine.metadataOptions, userData, context);
    }),
    on(spotInstanceRequest, (request, context) => {
      if (leftToTemplate(request)) return;
      const userData = (): Text[] =>
        isMissing(request.launchTemplate) ? [request.userData, request.userDataBase64] : [];
      judge(request.metadataOptions, userData, context);
    }),
  ],
);
