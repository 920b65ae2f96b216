/** Dollars an hour, to a hundredth of a cent: an alarm costs as little as that. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}
