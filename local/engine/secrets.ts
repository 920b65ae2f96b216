import { type Props, UNKNOWN, type Value } from "../account/model";
import { isObject } from "../account/values";
import { isSecret, secret } from "./wire";

/**
 * What was secret in some properties, so that the same is secret in what a provider makes of them: it sees them in
 * clear. A property is secret as a whole, as it is in the SDK. Pulumi's engine, for a provider that does not take
 * secrets, marks what has the same path only; here what repeats a secret's text is secret too.
 */
export class Secrets {
  private readonly names = new Set<string>();
  private readonly texts = new Set<string>();

  /** @param given Properties in wire form. */
  constructor(...given: readonly Props[]) {
    for (const props of given) {
      for (const [name, value] of Object.entries(props)) {
        if (this.collect(value, false)) this.names.add(name);
      }
    }
  }

  /**
   * Marks as secret whatever has the name of a secret, or repeats its text elsewhere, as `tagsAll` does that of `tags`
   * and an ARN that of a name.
   *
   * @param named Names of properties that are secret in any case.
   */
  mark(props: Props, named: readonly string[] = []): Props {
    if (this.names.size === 0 && named.length === 0) return props;
    return Object.fromEntries(
      Object.entries(props).map(([name, value]) => [
        name,
        this.names.has(name) || named.includes(name) || this.repeats(value) ? secret(value) : value,
      ]),
    );
  }

  /** Collects the texts of secrets. Returns whether there is a secret at all. */
  private collect(value: Value | undefined, inside: boolean): boolean {
    if (typeof value === "string") {
      if (inside && value !== "" && value !== UNKNOWN) this.texts.add(value);
      return false;
    }
    if (!isObject(value) && !Array.isArray(value)) return false;
    if (isSecret(value)) {
      this.collect(value.value, true);
      return true;
    }
    return Object.values(value)
      .map((part) => this.collect(part, inside))
      .includes(true);
  }

  private repeats(value: Value): boolean {
    if (typeof value === "string") return [...this.texts].some((text) => value.includes(text));
    return typeof value === "object" && value !== null && Object.values(value).some((part) => this.repeats(part));
  }
}
