import { AwsError } from "../model";

/** The hosted zone of S3's endpoints for websites, by Region: docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints */
const hostedZones: Record<string, string> = {
  "ap-east-1": "ZNB98KWMFR0R6",
  "ap-northeast-1": "Z2M4EHUR26P7ZW",
  "ap-northeast-2": "Z3W03O7B5YMIYP",
  "ap-northeast-3": "Z2YQB5RD63NC85",
  "ap-south-1": "Z11RGJOFQNVJUP",
  "ap-southeast-1": "Z3O0J2DXBE1FTB",
  "ap-southeast-2": "Z1WCIGYICN2BYD",
  "ca-central-1": "Z1QDHH18159H29",
  "eu-central-1": "Z21DNDUVLTQW6Q",
  "eu-north-1": "Z3BAZG2TWCNX0D",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "eu-west-2": "Z3GKZC51ZF0DB4",
  "eu-west-3": "Z3R1K369G5AVDG",
  "sa-east-1": "Z7KQH4QJS55SO",
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-east-2": "Z2O1EMRO9K5GLX",
  "us-west-1": "Z2F56UZL2M1ACD",
  "us-west-2": "Z3BJ6K6RIION7M",
};

/**
 * The id of the hosted zone of a Region's buckets, for alias records.
 *
 * @throws AwsError `UnsupportedOperation` for a Region that is not in the table.
 */
export function bucketZone(region: string): string {
  const zone = hostedZones[region];
  if (zone) return zone;
  throw new AwsError(
    "UnsupportedOperation",
    `The account on this machine does not know the hosted zone of buckets in the Region "${region}". ` +
      `It knows: ${Object.keys(hostedZones).join(", ")}.`,
  );
}
