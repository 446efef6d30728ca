/**
 * The languages among what a system names as its own: a Linux without one says "C", which is no language and makes
 * `Intl` throw.
 * @param tags BCP 47, or nearly so
 */
export function knownLanguages(tags: readonly string[]): string[] {
  return tags.filter((tag) => {
    try {
      return Intl.Collator.supportedLocalesOf(tag).length > 0;
    } catch {
      return false; // not even written as a language is
    }
  });
}
