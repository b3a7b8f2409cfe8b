/* For how many days what was done keeps an account out of the way; below the settings of the workspace. */
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { TodaySettings } from '../../api/types';
import { useMay } from '../../lib/me';
import { NumberBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Card, Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import { useTodayWords } from './words';

const MOST_DAYS = 90;

function Rest({ settings }: { settings: TodaySettings }) {
  const words = useTodayWords();
  const form = useForm<{ rest_days: number | null }>({ rest_days: settings.rest_days });
  async function save(values: { rest_days: number | null }): Promise<void> {
    await api('/today/settings', { method: 'PUT', body: { rest_days: values.rest_days ?? settings.rest_days } });
    toast(words.restSaved);
    topicsChanged(['today']);
  }
  return (
    <Form form={form} onSend={save} send={words.restSave}>
      <NumberBox label={words.restDays} hint={words.restHint} min={1} max={MOST_DAYS} {...form.box('rest_days')} />
    </Form>
  );
}

export function RestCard() {
  const words = useTodayWords();
  const may = useMay('manage');
  const settings = useRead<TodaySettings>({ path: '/today/settings', topics: ['today'] }).data;
  if (!settings) return null;
  return (
    <Card title={words.title}>
      {may ? <Rest key={settings.rest_days} settings={settings} /> : <Muted>{words.restSaid(settings.rest_days)}</Muted>}
    </Card>
  );
}
