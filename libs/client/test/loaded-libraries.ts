/** Shared libraries that this process has loaded; ONNX Runtime and sharp are such. */
export function loadedLibraries(): string[] {
  const report = process.report.getReport() as unknown as { readonly sharedObjects: string[] };
  return report.sharedObjects;
}
