import { createHash } from "node:crypto";

/** A machine image as EC2 describes it. */
export interface Image {
  /** `ami-` and 17 hex digits, other ones in every region. */
  id: string;
  name: string;
  region: string;
  architecture: "x86_64" | "arm64";
  /** ISO 8601, UTC. */
  creationDate: string;
  ownerId: string;
  ownerAlias: string;
  description: string;
  rootDeviceName: string;
  rootSnapshotId: string;
  rootVolume: { sizeGib: number; type: string; iops: number; throughput: number };
}

/** The account that owns Amazon's ECS-optimized images: docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html */
export const ECS_IMAGE_OWNER = "591542846629";

/**
 * Releases of the ECS-optimized Amazon Linux 2023 image that exist in AWS, by date:
 * github.com/aws/amazon-ecs-ami/releases
 */
const RELEASES = [
  "20250129",
  "20250430",
  "20250516",
  "20250730",
  "20251015",
  "20251108",
  "20251217",
  "20260108",
] as const;

const ARCHITECTURES = ["x86_64", "arm64"] as const;

/** Names of the images that the account knows, oldest first. */
export const imageNames: readonly string[] = RELEASES.flatMap((date) =>
  ARCHITECTURES.map((architecture) => `al2023-ami-ecs-hvm-2023.0.${date}-kernel-6.1-${architecture}`),
);

const described = new Map<string, readonly Image[]>();

/** All images of a region, oldest first. */
export function images(region: string): readonly Image[] {
  const known = described.get(region) ?? imageNames.map((name) => describe(region, name));
  described.set(region, known);
  return known;
}

/** The image of an id in a region, or undefined: an id of another region names nothing here, as in AWS. */
export function imageOf(region: string, id: string): Image | undefined {
  return images(region).find((image) => image.id === id);
}

function describe(region: string, name: string): Image {
  const [, date = "", architecture = ""] = /\.(\d{8})-.*-(x86_64|arm64)$/.exec(name) ?? [];
  return {
    id: `ami-${hex(region, name, "image")}`,
    name,
    region,
    architecture: architecture === "arm64" ? "arm64" : "x86_64",
    creationDate: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T21:00:00.000Z`,
    ownerId: ECS_IMAGE_OWNER,
    ownerAlias: "amazon",
    description: `Amazon Linux AMI 2023.0.${date} ${architecture} ECS HVM EBS`,
    rootDeviceName: "/dev/xvda",
    rootSnapshotId: `snap-${hex(region, name, "snapshot")}`,
    // 30 GiB of gp3 at its baseline: docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
    rootVolume: { sizeGib: 30, type: "gp3", iops: 3000, throughput: 125 },
  };
}

function hex(region: string, name: string, what: string): string {
  return createHash("sha256").update(`${what}|${region}|${name}`).digest("hex").slice(0, 17);
}
