/** Parses JSON as Python writes it: with bare `Infinity` and `-Infinity` as values, as in many scheduler_config.json. */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(text.replace(/(":\s*-?)Infinity\b/g, '$11e999'));
}
