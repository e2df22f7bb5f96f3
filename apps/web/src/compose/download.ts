/** Saves a file of the storage, which is another origin, where a link's `download` would open it in place of the page. */
export async function download(url: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await (await fetch(url)).blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
