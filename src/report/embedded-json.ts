/**
 * A value as JSON that is safe inside a `<script type="application/json">`: no `<`, so neither `</script>` nor
 * `<!--` can end or change it, and no U+2028 or U+2029.
 */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
