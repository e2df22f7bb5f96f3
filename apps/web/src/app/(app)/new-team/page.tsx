import type { Metadata } from 'next';
import { readViewer } from '../../../shell/read-viewer.ts';
import { CreateTeamView } from '../../../team/create-team-view.tsx';
import { texts } from '../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.team.create.title };

export default async function NewTeamPage() {
  await readViewer();
  return <CreateTeamView />;
}
