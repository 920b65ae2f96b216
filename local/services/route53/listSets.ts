import type { Props } from "../../account/model";
import { number, text } from "../../account/types/read";
import { invalidInput } from "./errors";
import { normalized, sortKey } from "./names";
import { comparing, inOrder, type RecordSet } from "./recordSets";

/** How many record sets a page has at most, and by default: docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
const LARGEST_PAGE = 300;

/** What ListResourceRecordSets answers. */
export interface ListedSets {
  ResourceRecordSets: RecordSet[];
  IsTruncated: boolean;
  MaxItems: number;
  /** Where the next page begins, if there is one. */
  NextRecordName?: string;
  NextRecordType?: string;
  NextRecordIdentifier?: string;
}

/**
 * A page of record sets.
 *
 * @throws AwsError `InvalidInput`
 */
export function listSets(sets: Iterable<RecordSet>, input: Props): ListedSets {
  const start = {
    name: text(input, "StartRecordName"),
    type: text(input, "StartRecordType"),
    identifier: text(input, "StartRecordIdentifier"),
  };
  if (start.type !== undefined && start.name === undefined) {
    throw invalidInput("Invalid request: StartRecordType cannot be specified without StartRecordName.");
  }
  if (start.identifier !== undefined && (start.name === undefined || start.type === undefined)) {
    throw invalidInput(
      "Invalid request: StartRecordIdentifier cannot be specified without StartRecordName and StartRecordType.",
    );
  }
  const from = [
    start.name === undefined ? "" : sortKey(normalized(start.name)),
    start.type ?? "",
    start.identifier ?? "",
  ];
  const key = ({ Name, Type, SetIdentifier = "" }: RecordSet): string[] => [sortKey(Name), Type, SetIdentifier];
  const rest = inOrder(sets).filter((set) => comparing(key(set), from) >= 0);
  const size = pageSize(input);
  const next = rest[size];
  return {
    ResourceRecordSets: structuredClone(rest.slice(0, size)),
    IsTruncated: next !== undefined,
    MaxItems: size,
    ...(next && { NextRecordName: next.Name, NextRecordType: next.Type }),
    ...(next?.SetIdentifier !== undefined && { NextRecordIdentifier: next.SetIdentifier }),
  };
}

/** More than a page holds is as much as it holds. */
function pageSize(input: Props): number {
  const asked = number(input, "MaxItems") ?? LARGEST_PAGE;
  if (!Number.isInteger(asked) || asked < 1) throw invalidInput(`Invalid request: MaxItems is ${asked}.`);
  return Math.min(asked, LARGEST_PAGE);
}
