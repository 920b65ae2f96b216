import { type AccountRecord, AwsError, type TypeDefinition } from "./model";

/** What `pulumi import` takes for a resource of the provider's own region; undefined where the type cannot be imported. */
export function importIdOf({ importId }: TypeDefinition, record: AccountRecord): string | undefined {
  if (importId === "none") return undefined;
  return importId ? importId.of(record) : record.id;
}

/**
 * The record that an id for import names. `ID@REGION` names one of another region than the provider's, see "Enhanced
 * Region Support" in the provider's documentation.
 *
 * @throws AwsError where there is none, and where the provider cannot import the type
 */
export function findImported(
  definition: TypeDefinition,
  records: readonly AccountRecord[],
  given: string,
  providerRegion: string,
): AccountRecord {
  const { type, noun, importId, global } = definition;
  if (importId === "none") {
    throw new AwsError(
      "UnsupportedOperation",
      `The provider cannot import or look up ${type}. Delete what exists, and let the program make it.`,
    );
  }
  const [, id = given, region = providerRegion] = /^(.+)@([a-z]+-[a-z]+-\d)$/.exec(given) ?? [];
  const found = records.find(
    (record) => [region, "global"].includes(record.region) && importIdOf(definition, record) === id,
  );
  if (found) return found;
  const problem = `The ${noun} '${id}' does not exist${global ? "" : ` in ${region}`}.`;
  const form = importId ? ` For import, the provider names it ${importId.form}.` : "";
  throw new AwsError("ResourceNotFoundException", problem + form);
}
