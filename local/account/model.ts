import type { Account } from "./account";

/** A value as it crosses the wire: JSON, or {@link UNKNOWN} where a preview does not know it yet. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Properties of a resource, by their camelCase name in the provider's schema. */
export type Props = { [key: string]: Value };

/**
 * Stands for a value that is not known before something else exists. It is the marker that Pulumi's own wire format
 * uses, so an adapter passes it on as it came. `check` and `diff` accept it everywhere; `create` and `update` never see it.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An error as AWS reports it: a code that programs test, and a message that people read. */
export class AwsError extends Error {
  constructor(
    /** AWS's own error code, for example `DependencyViolation` or `ResourceInUse`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "AwsError";
  }

  override toString(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** One input that a resource refuses before anything is created. */
export interface CheckFailure {
  /** Path of the property, for example `healthCheck.interval` or `overrides[0].subnetId`. */
  property: string;
  /** What is wrong, what was given, what is allowed. */
  reason: string;
}

/** What the provider is configured with; the part of it that reaches resources. */
export interface ProviderConfig {
  /** AWS region, for example `us-west-2`. */
  region: string;
  /** Tags that every taggable resource of this provider gets; a resource's own tag of the same key wins. */
  defaultTags?: Record<string, string>;
}

/** One thing that exists in the account. Plain JSON, so an account can be written to a file and read again. */
export interface AccountRecord {
  /** Pulumi's type token, for example `aws:ec2/vpc:Vpc`. */
  type: string;
  /** The id that Pulumi knows it by. */
  id: string;
  /** Region it lives in; `global` for IAM and the like. */
  region: string;
  /** Inputs as checked, defaults filled in. */
  inputs: Props;
  /** All properties as AWS would report them: the inputs and everything computed. */
  outputs: Props;
  /** What AWS remembers beyond that; see {@link TypeDefinition.hidden}. */
  hidden?: Props;
  /** Position in the order of creation. */
  serial: number;
  /** What its id and other generated values are derived from. */
  seed: string;
}

/** Property shapes, generated from the provider's own type declarations; see `shapes/generate.ts`. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  /** A file, and an archive of files; see archive.ts. */
  | "asset"
  | "archive"
  | "any"
  | { list: Shape }
  | { map: Shape }
  | { object: Record<string, Shape>; required: string[] };

export interface ResourceShape {
  /** Input properties. */
  inputs: Record<string, Shape>;
  /** Names of the inputs without which the provider refuses a resource. */
  required: string[];
  /** Names of everything the provider reports, inputs included. */
  outputs: string[];
}

/** A limit on one input beyond its shape. `is` in the message continues the sentence "expected NAME to …". */
export type Rule =
  | { oneOf: readonly (string | number)[] }
  | { range: readonly [min: number, max: number] }
  | { length: readonly [min: number, max: number] }
  /** `is` says in words what the pattern allows. */
  | { pattern: RegExp; is: string }
  /** Number of elements of a list, or of entries of a map. */
  | { items: readonly [min: number, max: number] }
  /** An IPv4 CIDR block whose prefix length lies in the range, without host bits set. */
  | { cidr: readonly [min: number, max: number] }
  /** A string that holds JSON. */
  | { json: true }
  /** The same rules for every one of several. */
  | { all: readonly Rule[] }
  /** Anything else: returns what is wrong with the value, or undefined. */
  | { test: (value: Value) => string | undefined };

/** What a rule about a resource may look other resources up in; {@link Account} is one. */
export interface Records {
  /** The records of one type, or all, in order of creation. */
  records(type?: string): readonly AccountRecord[];
}

/** An input that names another resource: it must exist, and may be held in being by the reference. */
export interface Reference {
  /** Path of the input; `[*]` stands for every element, `.name` for a property. */
  path: string;
  /** Types that it may name. */
  to: string | readonly string[];
  /** The output of the target that the input holds. Default `id`. */
  by?: string;
  /** Values that AWS answers itself and no record stands for, for example AWS's managed policies. */
  except?: (value: string, record: { region: string; inputs: Props }, records: Records) => boolean;
  /** The error that AWS gives when the target does not exist. */
  missing: (value: string) => AwsError;
  /**
   * The code of the error that AWS gives when the target is deleted while this still refers to it, for example
   * `DependencyViolation`. Left out where AWS lets the target go.
   */
  blocks?: string;
}

/** Something that cannot be deleted because of another resource; see {@link TypeDefinition.holds}. */
export interface Hold {
  type: string;
  id: string;
  /** The code of the error that AWS gives, as in {@link Reference.blocks}. */
  blocks: string;
}

/** A limit on how many of something an account may have; raised by {@link Account.raiseQuota}. */
export interface Quota {
  /** AWS's own quota code, for example `L-F678F1CE`. */
  code: string;
  /** AWS's own name for it, for example "VPCs per Region". */
  name: string;
  /** AWS's default value, from Service Quotas. */
  default: number;
  /** The error code when it is exceeded, for example `VpcLimitExceeded`. */
  error: string;
  /** How many of the quota one resource takes. Default 1. */
  takes?: (inputs: Props, records: Records, region: string) => number;
  /** False where AWS takes the resource and fails what it launches later: counted, but not refused here. Default true. */
  enforced?: boolean;
  /** What a fresh account already uses, for example its default VPC. Default 0. */
  used?: number;
  /** Counts only records for which this returns the same value, for example those of one VPC. */
  per?: (inputs: Props, records: Records) => string;
}

/** A name that only one resource may have. */
export interface Uniqueness {
  /** Where: the default `region` means once in a region of the account. */
  within?: "region" | "account";
  /** The value that must differ, or undefined where there is nothing to compare. */
  key: (inputs: Props) => string | undefined;
  /** The error that AWS gives; `holder` is what has the name already. */
  taken: (inputs: Props, holder: AccountRecord) => AwsError;
}

/** What a type's own functions may use while a resource is made, changed or deleted. */
export interface Context {
  account: Account;
  type: string;
  region: string;
  accountId: string;
  /** Inputs as checked. */
  inputs: Props;
  /** The record as it is before an update or a deletion. */
  before?: AccountRecord;
  /** Deterministic lower-case hex digits for this resource; the same `purpose` gives the same digits. */
  hex: (digits: number, purpose?: string) => string;
  /** As {@link hex}, in decimal digits. */
  digits: (digits: number, purpose?: string) => string;
  /** An ARN in this region and account: `arn:aws:SERVICE:REGION:ACCOUNT:REST`. */
  arn: (service: string, rest: string) => string;
  /** The time, ISO 8601 in UTC. */
  now: () => string;
  /** Counts up from 1 under a key and never back, for example the revisions of a task definition's family. */
  next: (key: string) => number;
}

/**
 * One resource type of the account. Everything that can be said as data is said as data; the functions at the end are
 * for what cannot. Constraints come from what AWS and the provider publish, and say where.
 */
export interface TypeDefinition {
  /** Pulumi's type token. */
  type: string;
  /** What AWS's error messages call it, for example "VPC" or "target group". */
  noun: string;
  /** Lives outside regions, as IAM does. */
  global?: boolean;

  /** Limits on inputs, by path (`[*]` for every element, `.*` for every value of a map). */
  rules?: Record<string, Rule>;
  /** Sets of inputs of which at most one may be given. */
  conflicts?: readonly (readonly string[])[];
  /** Sets of inputs of which exactly one must be given. */
  exactlyOneOf?: readonly (readonly string[])[];
  /** Sets of inputs of which at least one must be given. */
  atLeastOneOf?: readonly (readonly string[])[];
  /** Checks that need several inputs at once. Values may be {@link UNKNOWN} or absent. */
  check?: (inputs: Props) => CheckFailure[];
  /** The input that Pulumi fills with the logical name and seven hex digits when it is absent. */
  autoName?: { property: string; maxLength: number };
  /** Defaults that the provider fills in as inputs. */
  defaults?: Props;

  /** Inputs whose change replaces the resource, as top-level names or dotted paths (`[*]` for every element). */
  replaces?: readonly string[];
  /** More of them, where that depends on the inputs: for example user data, if `userDataReplaceOnChange` is set. */
  replacesIf?: (olds: Props, news: Props) => readonly string[];
  /** The old one must go before the new one can be made. Default: only when a name of ours is fixed in the inputs. */
  deleteBeforeReplace?: boolean;
  /** Inputs that are sets: the order of their elements says nothing. */
  sets?: readonly string[];
  /** Optional inputs that AWS fills itself: taking one out of the program changes nothing. */
  computed?: readonly string[];
  /** Inputs that hold JSON: compared by meaning. */
  json?: readonly string[];
  /** Inputs that AWS reports back in another form; their change in letter case or base64 is none. */
  equal?: Record<string, (before: Value, after: Value) => boolean>;
  /** Properties that are secret whatever the program says. */
  secrets?: readonly string[];

  references?: readonly Reference[];
  /**
   * What it keeps in being without naming it in its own inputs, for example the security groups of the instances that
   * a fleet launched from a launch template.
   */
  holds?: {
    /** Types that it may hold. */
    types: readonly string[];
    of: (record: AccountRecord, records: Records) => readonly Hold[];
  };
  /**
   * What AWS says when this is deleted while something still refers to it; the account adds what that is. Default:
   * "The NOUN 'ID' has dependencies and cannot be deleted".
   */
  inUse?: (id: string) => string;
  unique?: readonly Uniqueness[];
  quotas?: readonly Quota[];

  /** What only an imperative check at creation (and update) can see, against the account; throws an {@link AwsError}. */
  verify?: (context: Context) => void;
  /** The id. It may depend on inputs only, or on {@link Context.hex}. */
  id: (context: Context) => string;
  /**
   * What the provider's documentation takes under "Import" where that is not the id, and its form in words. "none" where
   * the provider cannot import the type.
   */
  importId?: { form: string; of: (record: AccountRecord) => string } | "none";
  /** What is computed, on top of the inputs. Called at creation and at update (with `before`). */
  outputs?: (context: Context & { id: string }) => Props;
  /** What AWS remembers and this resource does not report, for example a launch template's older versions. Called as `outputs`. */
  hidden?: (context: Context & { id: string }) => Props;
  /**
   * An update writes the whole of it, as Route 53's UPSERT does, and not only what differs: what others changed meanwhile
   * is as the program has it again.
   */
  putsWhole?: boolean;
  /** Computed properties that change with any update, for example a launch template's latest version: unknown in a preview. */
  renewed?: readonly string[];
  /** What else happens in AWS once it exists, for example a VPC's default security group. */
  created?: (context: Context & { id: string }) => void;
  /** What else happens in AWS once it was changed in place. */
  updated?: (context: Context & { id: string }) => void;
  /** What stands in the way of deletion beyond {@link Reference.blocks}; throws an {@link AwsError}. */
  verifyDelete?: (context: Context & { id: string }) => void;
  /** Whether the provider leaves it in the account when its resource is deleted, as `skipDestroy` asks for. */
  retained?: (inputs: Props) => boolean;
  /** What else goes with it. */
  deleted?: (context: Context & { id: string }) => void;
}

/** A data source (`aws.getRegion`, `aws.ec2.getAmi`, …) or another call without a resource. */
export interface CallDefinition {
  /** Pulumi's function token, for example `aws:index/getRegion:getRegion`. */
  token: string;
  /** Names of the arguments it takes; any other is refused. */
  args: Record<string, Shape>;
  required?: readonly string[];
  call: (args: Props, context: { account: Account; region: string; accountId: string }) => Props;
}
