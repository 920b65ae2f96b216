import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { instance, launchConfiguration, launchTemplate, spotInstanceRequest } from "../types";
import { isMissing, type Seen, UNKNOWN } from "../values";

const settings = {
  maxHopLimit: {
    type: "integer",
    description:
      "The most network hops that an answer of the metadata service may take. 1 keeps it from containers in bridge " +
      "mode. The default is AWS's own maximum, which refuses nothing.",
    default: 64,
    minimum: 1,
    maximum: 64,
  },
} as const;

type MetadataOptions = Seen<{ httpEndpoint?: string; httpPutResponseHopLimit?: number; httpTokens?: string }>;

function judge(options: MetadataOptions | undefined, { config, refuse }: ResourceContext<ConfigOf<typeof settings>>) {
  // Where the service is switched off there is nothing to protect.
  if (options === UNKNOWN || options?.httpEndpoint === "disabled") return;
  const tokens = options?.httpTokens;
  if (tokens !== UNKNOWN && tokens !== "required") {
    refuse({
      property: "metadataOptions.httpTokens",
      given: isMissing(tokens) ? undefined : tokens,
      so: isMissing(tokens) ? "so the image and the account decide whether IMDSv1 answers" : "so IMDSv1 answers",
      allowed: 'only "required" is allowed',
      fix: "Set it so.",
    });
  }
  const hops = options?.httpPutResponseHopLimit;
  if (typeof hops === "number" && hops > config.maxHopLimit) {
    refuse({
      property: "metadataOptions.httpPutResponseHopLimit",
      given: String(hops),
      allowed: `at most ${config.maxHopLimit} is allowed`,
      fix: `Set it to ${config.maxHopLimit} or less.`,
    });
  }
}

/** Refuses instances whose metadata service answers requests without a session token. */
export const imdsv2Required = resourceRule(
  {
    name: "imdsv2-required",
    area: "compute",
    description: "Checks that instances answer metadata requests by IMDSv2 alone.",
    why:
      "IMDSv1 hands the instance's credentials to whatever can make it send a plain GET request, for example a web " +
      "application that fetches a URL somebody typed in.",
    severity: "high",
    remediationSteps:
      "Set `metadataOptions.httpTokens` to `required` on the launch template, the instance or the launch configuration.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "EC2.8, EC2.170, AutoScaling.3",
      specification: "Instances, launch templates and launch configurations should use IMDSv2",
    },
    settings,
  },
  [
    on(launchTemplate, (template, context) => judge(template.metadataOptions, context)),
    on(launchConfiguration, (configuration, context) => judge(configuration.metadataOptions, context)),
    // An instance without options of its own takes those of its launch template.
    on(instance, (machine, context) => {
      if (isMissing(machine.metadataOptions) && !isMissing(machine.launchTemplate)) return;
      judge(machine.metadataOptions, context);
    }),
    on(spotInstanceRequest, (request, context) => {
      if (isMissing(request.metadataOptions) && !isMissing(request.launchTemplate)) return;
      judge(request.metadataOptions, context);
    }),
  ],
);
