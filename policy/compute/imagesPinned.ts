import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import {
  autoscalingGroup,
  ec2Fleet,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isKnown, isMissing, items, type Seen, UNKNOWN } from "../values";

const settings = {
  allowedAliases: {
    type: "array",
    description:
      "Aliases of launch template versions that may be used; a version that is left out is `$Default`. Allow `$Default` " +
      "where somebody sets the default version by hand, so that it moves on purpose alone.",
    default: [],
    items: { type: "string", enum: ["$Latest", "$Default"] },
    maxItems: 2,
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;
type Text = Seen<string> | null | undefined;

/** `resolve:ssm:` makes EC2 read the image's id from a parameter at every launch; only a version's number pins it. */
function judgeImage(property: string, image: Text, { refuse }: Context): void {
  if (typeof image !== "string" || !image.startsWith("resolve:ssm:")) return;
  const [, , , version = ""] = image.split(":");
  if (/^\d+$/.test(version) || /^resolve:ssm:arn:.*:\d+$/.test(image)) return;
  refuse({
    property,
    given: image,
    so: "so an instance that starts tomorrow may start from another image",
    allowed: "an image's id, or a parameter with the number of its version, is required",
    fix: "Read the parameter once and keep the id, or append the version after a colon.",
  });
}

/** The two spellings of a specification of a launch template. */
interface Specification {
  readonly version?: Text;
}

function judgeVersion(
  property: string,
  specification: Seen<Specification> | null | undefined,
  { config, refuse }: Context,
  refreshes = false,
): void {
  if (!isKnown(specification)) return;
  const { version } = specification;
  if (version === UNKNOWN) return;
  const alias = isMissing(version) ? "$Default" : String(version);
  if (!alias.startsWith("$") || config.allowedAliases.some((allowed) => allowed === alias)) return;
  const stale = refreshes && alias === "$Latest" ? ", and instanceRefresh never starts" : "";
  const moving = "so an instance that starts tomorrow may be another than today's";
  refuse({
    property: `${property}.version`,
    given: isMissing(version) ? undefined : alias,
    so: `${moving}${isMissing(version) ? ", by whatever is the template's default version then" : stale}`,
    allowed: "the number of a version is required",
    fix: "Use the template's latestVersion, so that a new version is a change of the stack.",
  });
}

/** What fleets of both kinds call their launch templates. */
interface Fleet {
  readonly launchTemplateConfigs?: Seen<
    readonly { readonly launchTemplateSpecification?: Seen<Specification> }[]
  > | null;
}

function judgeFleet(fleet: Fleet, context: Context): void {
  for (const [i, config] of items(fleet.launchTemplateConfigs)) {
    const property = `launchTemplateConfigs[${i}].launchTemplateSpecification`;
    judgeVersion(property, config.launchTemplateSpecification, context);
  }
}

/** Refuses instances whose image or launch template can change while the stack stays as it is. */
export const imagesPinned = resourceRule(
  {
    name: "images-pinned",
    area: "compute",
    description: "Checks that instances start from one image, and from one version of their launch template.",
    why:
      "A fleet that looks up its image or its template at each launch runs on several at once, and what breaks with a " +
      "new one breaks in the night, when nobody has changed anything.",
    severity: "medium",
    remediationSteps:
      "Give launch templates an `ami-` id, or a parameter with its version, and whoever launches from them the number of " +
      "a version: `template.latestVersion` of the same program makes each new one a change that a preview shows.",
    settings,
  },
  [
    on(launchTemplate, (template, context) => judgeImage("imageId", template.imageId, context)),
    on(launchConfiguration, (configuration, context) => judgeImage("imageId", configuration.imageId, context)),
    on(instance, (machine, context) => judgeImage("ami", machine.ami, context)),
    on(spotInstanceRequest, (request, context) => judgeImage("ami", request.ami, context)),
    on(spotFleetRequest, (fleet, context) => {
      for (const [i, specification] of items(fleet.launchSpecifications)) {
        judgeImage(`launchSpecifications[${i}].ami`, specification.ami, context);
      }
      judgeFleet(fleet, context);
    }),
    on(ec2Fleet, judgeFleet),
    on(autoscalingGroup, (group, context) => {
      const refreshes = "instanceRefresh" in group;
      judgeVersion("launchTemplate", group.launchTemplate, context, refreshes);
      const policy = group.mixedInstancesPolicy;
      const template = isKnown(policy) ? policy.launchTemplate : undefined;
      if (!isKnown(template)) return;
      const path = "mixedInstancesPolicy.launchTemplate.";
      judgeVersion(`${path}launchTemplateSpecification`, template.launchTemplateSpecification, context, refreshes);
      for (const [i, override] of items(template.overrides)) {
        const property = `${path}overrides[${i}].launchTemplateSpecification`;
        judgeVersion(property, override.launchTemplateSpecification, context, refreshes);
      }
    }),
  ],
);
