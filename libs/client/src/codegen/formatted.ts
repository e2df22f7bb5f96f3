/** As the project's Prettier would write it, where it has one: committed modules are then as its check wants them. */
export async function formatted(path: string, code: string): Promise<string> {
  const prettier = await import('prettier').catch(() => undefined);
  if (!prettier) return code;
  return prettier.format(code, { ...(await prettier.resolveConfig(path)), filepath: path });
}
