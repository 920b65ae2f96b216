type Unpack = (properties: object, keepsSecrets: boolean) => Record<string, unknown>;

/** The part of the SDK that turns what the engine sends into the properties that a rule gets. */
interface Deserialize {
  deserializeProperties: Unpack;
}

/**
 * Lets all rules share one copy of a resource's properties. The SDK unpacks them anew for every rule, and for a stack
 * rule all resources of the stack, which is most of what a pack of many rules takes; rules of this pack only read. What a
 * remediation gets, it may write to, and is unpacked for it alone.
 *
 * @param deserialize the SDK's own module, which its server looks the function up in at each call
 */
export function shareProperties(deserialize: Deserialize): void {
  const unpack = deserialize.deserializeProperties;
  const copies = new WeakMap<object, Record<string, unknown>>();
  deserialize.deserializeProperties = (properties, keepsSecrets) => {
    if (keepsSecrets) return unpack(properties, keepsSecrets);
    const copy = copies.get(properties) ?? unpack(properties, keepsSecrets);
    copies.set(properties, copy);
    return copy;
  };
}
