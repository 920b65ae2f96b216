import { isObject, objectsOf, type Parsed, textsOf } from "../json";

/** Events of which an account has many, and what tells those that are meant. */
interface Flood {
  detailType: string;
  /** Undefined where many services send them. */
  source?: string;
  /** Of each list, at least one has to be filtered: members of `detail`, or `resources`. */
  filters: readonly (readonly [first: string, ...others: string[]])[];
  /** What comes otherwise, in words, for each list. */
  otherwise: readonly string[];
}

/** Members by docs.aws.amazon.com/eventbridge/latest/ref/ and docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html */
const FLOODS: readonly Flood[] = [
  {
    detailType: "ECS Task State Change",
    source: "aws.ecs",
    filters: [
      ["clusterArn", "group", "taskDefinitionArn", "startedBy", "taskArn", "resources"],
      ["lastStatus", "desiredStatus", "stopCode", "stoppedReason", "healthStatus"],
    ],
    otherwise: ["every task of the account", "every change of a task, some ten for each"],
  },
  {
    detailType: "ECS Container Instance State Change",
    source: "aws.ecs",
    filters: [
      ["clusterArn", "containerInstanceArn", "ec2InstanceId", "resources"],
      ["status", "agentConnected", "agentUpdateStatus"],
    ],
    otherwise: ["every instance of every cluster", "every task that an instance gets or loses"],
  },
  {
    detailType: "ECS Service Action",
    source: "aws.ecs",
    filters: [["clusterArn", "eventName", "eventType", "resources"]],
    otherwise: ["every service of the account"],
  },
  {
    detailType: "EC2 Instance State-change Notification",
    source: "aws.ec2",
    filters: [["state", "instance-id", "resources"]],
    otherwise: ["every change of every instance of the account"],
  },
  {
    detailType: "AWS API Call via CloudTrail",
    filters: [["eventName", "errorCode", "requestParameters", "responseElements"]],
    otherwise: ["every call that anybody makes"],
  },
  ...["Object Created", "Object Deleted", "Object Tags Added"].map((detailType) => ({
    detailType,
    source: "aws.s3",
    filters: [["bucket", "resources"]] as const,
    otherwise: ["every bucket that tells of its objects"],
  })),
  {
    detailType: "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    filters: [["alarmName", "resources"]],
    otherwise: ["every alarm of the account"],
  },
  {
    detailType: "Step Functions Execution Status Change",
    source: "aws.states",
    filters: [["stateMachineArn", "executionArn", "resources"]],
    otherwise: ["every execution of every state machine"],
  },
  {
    detailType: "ECR Image Action",
    source: "aws.ecr",
    filters: [["repository-name", "resources"]],
    otherwise: ["every image of every repository"],
  },
];

const isOpenText = (value: unknown) => value === "" || value === "*";

/** True for a matcher that lets everything by. */
function isOpen(matcher: unknown): boolean {
  if (!isObject(matcher)) return false;
  return matcher.exists === true || [matcher.prefix, matcher.suffix, matcher.wildcard].some(isOpenText);
}

/** True where a part of a pattern keeps some events out. */
function filters(part: unknown): boolean {
  if (Array.isArray(part)) return part.length > 0 && !part.some(isOpen);
  return isObject(part) && Object.values(part).some(filters);
}

/** True where a pattern names no source, but for those of AWS as a whole. */
function isAnySource(source: unknown): boolean {
  const nearlyAll = (one: unknown) =>
    isObject(one) && ("anything-but" in one || (typeof one.prefix === "string" && "aws.".startsWith(one.prefix)));
  return !filters(source) || (Array.isArray(source) && source.some(nearlyAll));
}

/** True where a list of texts and matchers takes a text. */
function takes(list: unknown, text: string): boolean {
  if (!Array.isArray(list)) return false;
  return list.some((one) => {
    if (!isObject(one)) return one === text;
    const { prefix, suffix, "equals-ignore-case": equal } = one;
    if (typeof prefix === "string") return text.startsWith(prefix);
    if (typeof suffix === "string") return text.endsWith(suffix);
    return typeof equal === "string" && text.toLowerCase() === equal.toLowerCase();
  });
}

/** What a pattern lets through that it should not: the part that is missing, and what comes without it. */
export interface Breadth {
  /** Path within the pattern. */
  part: string;
  through: string;
  /** What narrows it, of which one is enough. */
  needed: readonly string[];
  detailType?: string;
}

/** What is too broad about an event pattern. */
export function breadths(pattern: Parsed): Breadth[] {
  const ways = objectsOf(pattern.$or);
  if (ways.length > 0) return ways.flatMap((way) => breadths({ ...pattern, $or: undefined, ...way }));
  const { source, detail, resources, "detail-type": detailType } = pattern;
  const isDetailed = filters(detail) || filters(resources);
  if (isAnySource(source) && !filters(detailType) && !isDetailed) {
    return [{ part: "source", through: "every event of the account", needed: ["source", "detail-type"] }];
  }
  if (!filters(detailType)) {
    const [flooding] = textsOf(source).filter((one) => FLOODS.some((flood) => flood.source === one));
    if (flooding === undefined || isDetailed) return [];
    return [
      { part: "detail-type", through: `all that ${flooding} tells`, needed: ["detail-type", "detail", "resources"] },
    ];
  }
  const met = FLOODS.filter(
    (flood) =>
      takes(detailType, flood.detailType) &&
      (flood.source === undefined || isAnySource(source) || takes(source, flood.source)),
  );
  return met.flatMap((flood) =>
    flood.filters.flatMap((members, index) =>
      members.some((member) => (member === "resources" ? filters(resources) : detailFilters(detail, member)))
        ? []
        : [
            {
              part: `detail.${members[0]}`,
              through: flood.otherwise[index] ?? "",
              needed: members,
              detailType: flood.detailType,
            },
          ],
    ),
  );
}

/** Whether `detail` filters by a member, itself or in each of its alternatives. */
function detailFilters(detail: unknown, member: string): boolean {
  if (!isObject(detail)) return false;
  const ways = objectsOf(detail.$or);
  return filters(detail[member]) || (ways.length > 0 && ways.every((way) => detailFilters(way, member)));
}
