/** Version of the Temporal CLI, which is also the development server (server 1.29.1). Later ones cannot be built by `go install`. */
export const version = '1.5.1';

/** SHA-256 of the release's archives, as two package indexes (Hermit's among them) list them. */
const archives: Readonly<Record<string, string>> = {
  linux_amd64: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
  linux_arm64: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
  darwin_amd64: 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
  darwin_arm64: 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
};

export interface Archive {
  readonly url: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The official release for this platform; undefined when there is none whose checksum we know. */
export function officialArchive(platform = process.platform, arch = process.arch): Archive | undefined {
  const name = `${platform}_${arch === 'x64' ? 'amd64' : arch}`;
  const sha256 = archives[name];
  const folder = `https://github.com/temporalio/cli/releases/download/v${version}`;
  return sha256 === undefined ? undefined : { url: `${folder}/temporal_cli_${version}_${name}.tar.gz`, sha256 };
}
