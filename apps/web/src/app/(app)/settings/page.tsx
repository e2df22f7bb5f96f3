import type { Metadata } from 'next';
import { readSession } from '../../../account/session.ts';
import { SettingsView } from '../../../settings/settings-view.tsx';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.settings.title };

export default async function Settings() {
  const { user } = await readViewer();
  const session = await readSession();
  const { name, email } = user;
  return (
    <SettingsView
      person={{ name, email, emailVerified: session?.user.emailVerified ?? false }}
      sessionId={session?.session.id ?? ''}
    />
  );
}
