/** The user `nobody` of most systems. */
const NOBODY = 65534;

/** Postgres refuses to run as root, so root starts it as `nobody`; everyone else starts it as themselves. */
export const serverAccount: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
