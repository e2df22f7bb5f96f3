'use client';
import type { ReactElement } from 'react';
import { texts } from '../texts/texts.ts';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { METADATA, useDownload } from './download.ts';

const t = texts.compose.downloads;

export function DownloadChoices({ trigger, outputId }: { readonly trigger: ReactElement; readonly outputId: string }) {
  const save = useDownload();
  return (
    <Menu trigger={trigger}>
      {METADATA.map((metadata) => (
        <MenuItem key={metadata} onChoose={() => save(outputId, metadata)}>
          <span className="max-w-64 py-0.5">
            <span className="block font-medium">{t[metadata].title}</span>
            <span className="block text-xs text-muted">{t[metadata].note}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
