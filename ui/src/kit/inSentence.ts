/** A name as it stands within a sentence: "Cluster or VPC" becomes "cluster or VPC", and "VPC" stays. */
export function inSentence(name: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
