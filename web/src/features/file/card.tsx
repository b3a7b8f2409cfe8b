/* How large a file may be and how much all may take; below the settings of the workspace. */
import { api } from '../../api/client';
import { everythingChanged, useRead } from '../../api/query';
import type { FileRoom } from '../../api/types';
import { useMay, useMe } from '../../lib/me';
import { sizeText } from '../../lib/numbers';
import { NumberBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { useFileWords } from './words';

const MB = 2 ** 20;
const GB = 2 ** 30;

/** Two places, so that what the server holds in bytes can be read. */
const shown = (bytes: number, unit: number) => Math.round((bytes / unit) * 100) / 100;

interface LimitValues {
  file_max: number | null;
  files_max: number | null;
}

function Limits({ room, version }: { room: FileRoom; version: number }) {
  const words = useFileWords();
  const start: LimitValues = { file_max: shown(room.file_max, MB), files_max: shown(room.files_max, GB) };
  const form = useForm(start);
  /* What is shown is rounded: only what somebody changed is sent. */
  async function save(values: LimitValues): Promise<void> {
    const body = {
      ...(values.file_max !== start.file_max && { file_max: Math.round((values.file_max ?? 0) * MB) }),
      ...(values.files_max !== start.files_max && { files_max: Math.round((values.files_max ?? 0) * GB) }),
    };
    await api('/workspace', { method: 'PATCH', body, version });
    toast(words.saved);
    everythingChanged();
  }
  return (
    <Form form={form} onSend={save} send={words.setLimits}>
      <Row>
        <NumberBox label={words.fileMax} hint={words.fileMaxHint} min={0} max={1024} {...form.box('file_max')} />
        <NumberBox label={words.filesMax} hint={words.filesMaxHint} min={0} max={1024} {...form.box('files_max')} />
      </Row>
    </Form>
  );
}

export function FilesCard() {
  const words = useFileWords();
  const admin = useMay('admin');
  const { workspace } = useMe();
  const room = useRead<FileRoom>({ path: '/file-room', topics: ['workspace', 'file'] }).data;
  if (!room) return null;
  return (
    <Card title={words.title}>
      <Muted>{words.used(sizeText(room.used), sizeText(room.files_max))}</Muted>
      {admin && <Limits key={`${workspace.version} ${room.file_max} ${room.files_max}`} room={room} version={workspace.version} />}
    </Card>
  );
}
