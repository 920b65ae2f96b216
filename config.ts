import * as pulumi from "@pulumi/pulumi";
import { isStackName, STACK_NAME_RULE, similarStackName } from "./components/names";
import type { MetricSteps } from "./components/stepScaling";
import {
  availabilityZone,
  dollars,
  ecsImage,
  image,
  imageRegistry,
  imageTag,
  instanceType,
  ipv4Cidr,
  location,
  profile,
  region,
  tagValue,
} from "./config/awsValues";
import { CANARY_DEFAULTS, type CanarySettings, canarySettings } from "./config/canary";
import { distinctList, flag, integer, object, optional, type Parser } from "./config/parse";
import { checkPlacement } from "./config/placement";
import { ConfigError, type ConfigProblem, Setting } from "./config/problems";
import { percentageScaling } from "./config/scaling";
import { type SpotCapacity, spotCapacity } from "./config/spotCapacity";
import { FLEET_SCALING, HIGHEST_LAB } from "./config/workshop";

/** The keys of namespace `catsndogs`. Pulumi.workshop.yaml shows every one of them. */
export interface WorkshopSettings {
  /**
   * Everything through this lab is built: 0 the network and the image repositories, 1 also the cluster, 2 also the site,
   * 3 also the unicorns, 4 also the image assessor, 5 also the machine-learning service, 6 also the pipeline for dogs,
   * 7 also canary releases of cats.
   *
   * @default 7
   */
  lab: number;
  /**
   * The `Owner` tag: whom to ask about what is running.
   *
   * @default the stack's name
   */
  owner: string;
  /** Registry that holds the site's images, `HOST` or `HOST/PATH`; images are `REGISTRY/NAME:TAG`. Required. */
  imageRegistry: string;
  /**
   * Tags of the site's images.
   *
   * @default cats v1 and from lab 3 on v2, catsGreen v3, dogs v1, simplehomepage and imageAssessor latest
   */
  imageTags: { cats?: string; catsGreen: string; dogs: string; simplehomepage: string; imageAssessor: string };
  /**
   * The most that a Spot instance may cost, in dollars an hour.
   *
   * @default "0.25"
   */
  maxSpotPrice: string;
  /**
   * Instance types that the Spot fleet spreads over.
   *
   * @default m4.large, c4.large, r4.large, i3.large
   */
  spotInstanceTypes: string[];
  /**
   * Spot instances: the least, the number at first, and the most that scaling may reach.
   *
   * @default 3, 3, 10
   */
  spotCapacity: SpotCapacity;
  /**
   * Instances that no Spot price takes away.
   *
   * @default 1 × m4.large
   */
  onDemand: { instanceType: string; count: number };
  /**
   * Runs the load generator, from lab 2 on.
   *
   * @default false
   */
  loadTest: boolean;
  /**
   * Where the unicorns are, from lab 3 on: a host name with or without a path. A secret.
   *
   * @default catsndogs-assets.s3.amazonaws.com
   */
  unicornLocation: string;
  /**
   * Whether the image assessor runs every two minutes, from lab 4 on.
   *
   * @default true
   */
  imageAssessor: boolean;
  /**
   * The machine-learning service, from lab 5 on: the type of the instances that it runs on, one of the stack's own, and its
   * image.
   *
   * @default c4.large, or the fleet's first type where that is not one of them; mxnet:latest of the registry
   */
  mxnet: { instanceType?: string; image?: string };
  /**
   * Binds cats to the on-demand instances, which are marked `catslike=catnip`, from lab 5 on.
   *
   * @default true where there is an on-demand instance
   */
  catsOnCatnip?: boolean;
  /**
   * IPv4 CIDR blocks that may open the site.
   *
   * @default 0.0.0.0/0, the whole world
   */
  siteIngressCidrs: string[];
  /**
   * When the Spot fleet grows and shrinks, in percent of MemoryReservation.
   *
   * @default the workshop's steps, which flap: both thresholds are 20
   */
  fleetScaling: MetricSteps;
  /**
   * How a release of cats goes, from lab 7 on: percent of the visitors step by step, seconds that each step is watched, seconds
   * until a release that was paused goes back, requests without which a step is not healthy, and who gets an e-mail of it.
   *
   * @default 10, 50, 100; 60 seconds; 3600 seconds; 1 request; nobody
   */
  canary: CanarySettings;
  /**
   * Exact name of the ECS-optimized image that instances start from. Another one replaces the fleet.
   *
   * @default al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64
   */
  ecsImage: string;
  /**
   * The two availability zones to use. Others replace the network and all in it.
   *
   * @default the region's first two
   */
  zones?: string[];
}

/** The keys of Pulumi's own namespace `aws` that reach the program's provider. */
interface AwsSettings {
  /** @default us-west-2 */
  region: string;
  /** @default the credentials that the environment offers */
  profile?: string;
}

/** What the program builds, and for whom. */
export interface WorkshopConfig extends WorkshopSettings {
  project: string;
  stack: string;
  aws: AwsSettings;
  imageTags: Required<WorkshopSettings["imageTags"]>;
  mxnet: { instanceType: string; image: string };
  catsOnCatnip: boolean;
}

/**
 * Reads the configuration of the stack that is being deployed.
 *
 * @throws ConfigError that lists everything that is wrong with it
 */
export function readConfig(): WorkshopConfig {
  return parseConfig(pulumi.runtime.allConfig(), { project: pulumi.getProject(), stack: pulumi.getStack() });
}

/**
 * Reads a configuration as Pulumi hands it to a program: by full key, each value as text, lists and objects as JSON.
 *
 * @throws ConfigError that lists everything that is wrong with it
 */
export function parseConfig(
  all: Record<string, string>,
  { project, stack }: { project: string; stack: string },
): WorkshopConfig {
  const problems: ConfigProblem[] = [];
  checkStackName(stack, problems);
  const settings = workshopSettings(stack)(namespace(all, "catsndogs"), Setting.namespace("catsndogs", problems));
  const { region, profile } = namespace(all, "aws");
  const aws = awsSettings({ region, profile }, Setting.namespace("aws", problems));
  checkZones(settings?.zones, aws?.region, problems);
  const whole = settings && withDefaults(settings);
  if (whole !== undefined) {
    checkPlacement(whole, Setting.namespace("catsndogs", problems));
  }
  if (problems.length > 0 || whole === undefined || aws === undefined) {
    throw new ConfigError(stack, problems);
  }
  return { project, stack, aws, ...whole };
}

/** The defaults that depend on other settings. */
function withDefaults(settings: WorkshopSettings): Omit<WorkshopConfig, "project" | "stack" | "aws"> {
  const { lab, imageRegistry, imageTags, mxnet, spotInstanceTypes, onDemand } = settings;
  const usual = "c4.large";
  return {
    ...settings,
    // Lab 3 is the second version of cats.
    imageTags: { ...imageTags, cats: imageTags.cats ?? (lab >= 3 ? "v2" : "v1") },
    mxnet: {
      instanceType: mxnet.instanceType ?? (spotInstanceTypes.includes(usual) ? usual : (spotInstanceTypes[0] ?? usual)),
      image: mxnet.image ?? `${imageRegistry}/mxnet:latest`,
    },
    catsOnCatnip: settings.catsOnCatnip ?? onDemand.count > 0,
  };
}

function workshopSettings(stack: string): Parser<WorkshopSettings> {
  return object<WorkshopSettings>({
    lab: optional(
      integer(0, HIGHEST_LAB, `a whole number from 0 to ${HIGHEST_LAB}, the labs that this program builds`),
      HIGHEST_LAB,
    ),
    owner: optional(tagValue, stack),
    imageRegistry,
    imageTags: optional(
      object<WorkshopSettings["imageTags"]>({
        cats: optional<string | undefined>(imageTag),
        catsGreen: optional(imageTag, "v3"),
        dogs: optional(imageTag, "v1"),
        simplehomepage: optional(imageTag, "latest"),
        imageAssessor: optional(imageTag, "latest"),
      }),
      { catsGreen: "v3", dogs: "v1", simplehomepage: "latest", imageAssessor: "latest" },
    ),
    maxSpotPrice: optional(dollars, "0.25"),
    spotInstanceTypes: optional(distinctList(instanceType, 1, 20, ["m4.large", "c4.large"]), [
      "m4.large",
      "c4.large",
      "r4.large",
      "i3.large",
    ]),
    spotCapacity: optional(spotCapacity, { min: 3, desired: 3, max: 10 }),
    onDemand: optional(
      object({ instanceType: optional(instanceType, "m4.large"), count: optional(integer(0, 100), 1) }),
      { instanceType: "m4.large", count: 1 },
    ),
    loadTest: optional(flag(), false),
    unicornLocation: optional(location, "catsndogs-assets.s3.amazonaws.com"),
    imageAssessor: optional(flag(), true),
    mxnet: optional(
      object<WorkshopSettings["mxnet"]>({
        instanceType: optional<string | undefined>(instanceType),
        image: optional<string | undefined>(image),
      }),
      {},
    ),
    catsOnCatnip: optional<boolean | undefined>(flag()),
    siteIngressCidrs: optional(distinctList(ipv4Cidr, 1, 50, ["0.0.0.0/0"]), ["0.0.0.0/0"]),
    fleetScaling: optional(percentageScaling, FLEET_SCALING),
    canary: optional(canarySettings, CANARY_DEFAULTS),
    ecsImage: optional(ecsImage, "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64"),
    zones: optional(distinctList(availabilityZone, 2, 2, ["us-west-2a", "us-west-2b"])),
  });
}

const awsSettings: Parser<AwsSettings> = object<AwsSettings>({
  region: optional(region, "us-west-2"),
  profile: optional<string | undefined>(profile),
});

function checkStackName(stack: string, problems: ConfigProblem[]): void {
  if (!isStackName(stack)) {
    const allowed = `${STACK_NAME_RULE}: AWS's names are made from it`;
    problems.push({
      key: "name of the stack",
      given: `"${stack}"`,
      allowed,
      fix: `pulumi stack rename ${similarStackName(stack)}`,
    });
  }
}

function checkZones(zones: string[] | undefined, regionName: string | undefined, problems: ConfigProblem[]): void {
  const at = Setting.namespace("catsndogs", problems).property("zones");
  for (const [index, zone] of (zones ?? []).entries()) {
    if (regionName !== undefined && !zone.startsWith(regionName)) {
      at.element(index).refuse(
        zone,
        `a zone of ${regionName}, the stack's region`,
        at.element(index).set(`${regionName}${"ab"[index]}`),
      );
    }
  }
}

/** A namespace's keys, without its name. */
function namespace(all: Record<string, string>, name: string): Record<string, string | undefined> {
  const prefix = `${name}:`;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
