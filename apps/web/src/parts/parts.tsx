'use client';
import { Heart, Library, Plus, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { HeatMap } from '../tokens/heat-map.tsx';
import { PaletteList, Swatches } from '../tokens/swatches.tsx';
import { Badge, Dot, type BadgeTone } from '../ui/badge.tsx';
import { Button, ButtonLink, IconButton } from '../ui/button.tsx';
import { Chips } from '../ui/chips.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Empty } from '../ui/empty.tsx';
import { FileButton } from '../ui/file-button.tsx';
import { Select, Slider, TextArea, TextField } from '../ui/field.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Logo } from '../ui/logo.tsx';
import { MenuButton } from '../ui/menu-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { Segments } from '../ui/segments.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { ToastPlace } from '../ui/toast-place.tsx';

const LOOKS = ['primary', 'secondary', 'quiet', 'danger'] as const;
const TONES = ['plain', 'accent', 'good', 'warn', 'danger'] as const satisfies readonly BadgeTone[];
const NOTICES = ['info', 'good', 'warn', 'danger'] as const;
const PALETTE = [
  { name: 'red', hex: '#d82428', share: 0.7 },
  { name: 'pink', hex: '#fa8abe', share: 0.3 },
];
const RATES = ATTRIBUTES.flatMap((token, row) =>
  ATTRIBUTES.map((factor, column) => ({
    token,
    factor,
    rate: row === column ? 1 - row / 5 : (row + column) / 8,
    base: 0.1,
  })),
);
const loadThemes = async () => (await import('./menus.tsx')).Themes;
const loadMenu = async () => (await import('./menus.tsx')).Actions;

export function Parts() {
  return (
    <>
      <main className="mx-auto max-w-4xl px-4 py-10">
        <PageHeading
          title="Parts"
          note="Everything the application is made of, in every state."
          actions={<MenuButton button={<Button size="small">Appearance</Button>} load={loadThemes} />}
        />
        <div className="space-y-10">
          <Group name="Type">
            <p className="text-2xl font-semibold tracking-tight">Two extra large, titles of pages</p>
            <p className="text-xl font-semibold tracking-tight">Extra large</p>
            <p className="text-lg font-semibold tracking-tight">Large, titles of sections</p>
            <p className="text-base">Base, for reading</p>
            <p className="text-sm text-muted">Small, for notes</p>
            <p className="text-xs text-muted">Extra small, for labels</p>
          </Group>
          <Group name="Colours">
            <div className="grid grid-cols-4 gap-2 text-xs sm:grid-cols-8">
              <span className="rounded-md border bg-canvas p-3">canvas</span>
              <span className="rounded-md border bg-surface p-3">surface</span>
              <span className="rounded-md bg-sunken p-3">sunken</span>
              <span className="rounded-md bg-ink p-3 text-canvas">ink</span>
              <span className="rounded-md bg-accent p-3 text-on-accent">accent</span>
              <span className="rounded-md bg-accent-soft p-3 text-accent-strong">soft</span>
              <span className="rounded-md bg-good-soft p-3 text-good">good</span>
              <span className="rounded-md bg-danger-soft p-3 text-danger">danger</span>
            </div>
            <div className="flex flex-wrap gap-4">
              {[...ATTRIBUTES, 'TOKEN' as const].map((each) => (
                <AttributeLabel key={each} attribute={each} />
              ))}
              <Logo className="size-6" />
            </div>
          </Group>
          <Group name="Buttons">
            {LOOKS.map((look) => (
              <div key={look} className="flex flex-wrap items-center gap-3">
                <Button look={look}>{look}</Button>
                <Button look={look} size="small">
                  <Plus aria-hidden="true" />
                  small
                </Button>
                <Button look={look} disabled>
                  disabled
                </Button>
                <Button look={look} busy>
                  busy
                </Button>
              </div>
            ))}
            <div className="flex items-center gap-3">
              <ButtonLink href="/ui">A link</ButtonLink>
              <IconButton label="Add to favorites">
                <Heart aria-hidden="true" />
              </IconButton>
              <IconButton label="Delete" disabled>
                <Trash2 aria-hidden="true" />
              </IconButton>
              <Spinner />
            </div>
          </Group>
          <Group name="Fields">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField label="Text" placeholder="A placeholder" />
              <TextField label="With a hint" hint="10 characters or more" defaultValue="Filled" />
              <TextField
                label="Wrong"
                error="There is an account of this address already."
                defaultValue="ada@example.org"
              />
              <TextField label="Disabled" disabled defaultValue="Cannot be changed" />
              <Select label="Choice">
                <option>All libraries</option>
                <option>Birds</option>
              </Select>
              <TextArea label="Longer text" defaultValue="a {style} drawing of a {color} bird" />
              <Slider label="Strength" shown="70%" min={0} max={2} step={0.05} defaultValue={0.7} />
              <Slider label="Disabled" shown="25" min={0} max={100} defaultValue={25} disabled />
            </div>
            <ChipsShown />
            <div className="flex flex-wrap items-center gap-3">
              <SegmentsShown />
              <FileButton accept="image/png" onFiles={() => undefined}>
                Open a picture
              </FileButton>
            </div>
          </Group>
          <Group name="States">
            <div className="flex flex-wrap gap-2">
              {TONES.map((tone) => (
                <Badge key={tone} tone={tone}>
                  <Dot tone={tone} />
                  {tone}
                </Badge>
              ))}
            </div>
            {NOTICES.map((tone) => (
              <Notice key={tone} tone={tone} action={<Button size="small">Try again</Button>}>
                Something to know, of the tone “{tone}”.
              </Notice>
            ))}
            <Progress label="A third is done" value={1} of={3} />
            <Progress label="Nobody knows how much is done" />
            <Skeleton className="h-16" />
            <Empty icon={Library} title="No tokens yet" action={<Button look="primary">Take a picture apart</Button>}>
              Take a picture apart, and its four tokens land here.
            </Empty>
            <p className="text-sm text-muted">
              <Time at="2026-01-02T03:04:05.000Z" />
            </p>
          </Group>
          <Group name="Over the page">
            <OverThePage />
          </Group>
          <Group name="Tokens">
            <Swatches palette={PALETTE} className="h-10 w-40 rounded-md" />
            <PaletteList palette={PALETTE} />
            <div className="max-w-md">
              <HeatMap rates={RATES} marked="STYLE" />
            </div>
          </Group>
        </div>
      </main>
      <ToastPlace closeLabel="Close" />
    </>
  );
}

function ChipsShown() {
  const [chosen, setChosen] = useState<Attribute | undefined>('STYLE');
  return (
    <Chips
      label="Attribute"
      chips={ATTRIBUTES.map((value) => ({ value, label: value.toLowerCase() }))}
      chosen={chosen}
      onChoose={setChosen}
    />
  );
}

function SegmentsShown() {
  const [chosen, setChosen] = useState<'slider' | 'beside'>('slider');
  return (
    <Segments
      label="View"
      value={chosen}
      choices={[
        { value: 'slider', label: 'Slider' },
        { value: 'beside', label: 'Side by side' },
      ]}
      onChoose={setChosen}
    />
  );
}

function OverThePage() {
  const [open, setOpen] = useState<'center' | 'side'>();
  return (
    <div className="flex flex-wrap gap-3">
      <Button onClick={() => setOpen('center')}>Dialog</Button>
      <Button onClick={() => setOpen('side')}>Drawer</Button>
      <MenuButton button={<Button>Menu</Button>} load={loadMenu} />
      <Button onClick={() => void toast('striped cat', 'Four tokens are in your library.')}>Toast</Button>
      <Button onClick={() => void toast('Second', '1 token moved.', { label: 'Undo', onAct: () => undefined })}>
        Toast with undo
      </Button>
      <Dialog
        isOpen={open !== undefined}
        onClose={() => setOpen(undefined)}
        title="Delete the library?"
        description="Its 12 tokens go with it."
        closeLabel="Close"
        place={open ?? 'center'}
      >
        <Button look="danger" onClick={() => setOpen(undefined)}>
          Delete
        </Button>
      </Dialog>
    </div>
  );
}

function Group({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-4 border-b pb-2 text-lg">{name}</h2>
      <div className="space-y-4">{children}</div>
    </section>
  );
}
