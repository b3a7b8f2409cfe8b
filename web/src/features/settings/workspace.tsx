/* The workspace: its name, zone, currency; the demo data; computing anew what is derived. */
import { api } from '../../api/client';
import { demoRemove } from '../../api/demo';
import { everythingChanged } from '../../api/query';
import type { Workspace } from '../../api/types';
import { useMay, useMe } from '../../lib/me';
import { Button } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { Card, Muted, Notice } from '../../ui/layout';
import { toast, toastError } from '../../ui/toast';
import css from './settings.module.css';
import { useSettingsWords } from './words';

const CURRENCIES = ['JPY', 'USD', 'EUR', 'GBP', 'AUD', 'CAD', 'CHF', 'CNY', 'HKD', 'INR', 'KRW', 'NZD', 'SEK', 'SGD', 'THB', 'TWD', 'VND'];

function options(values: string[], also: string) {
  return [...new Set([also, ...values])].map((value) => ({ value, label: value }));
}

function WorkspaceForm({ workspace, admin }: { workspace: Workspace; admin: boolean }) {
  const words = useSettingsWords().workspace;
  const { name, time_zone, language, currency } = workspace;
  const form = useForm({ name, time_zone, language: language as string, currency });

  async function save(values: typeof form.values): Promise<void> {
    await api('/workspace', { method: 'PATCH', body: values, version: workspace.version });
    toast(words.saved);
    everythingChanged();
  }

  return (
    <div className={css.form}>
      <Form form={form} onSend={save} disabled={!admin}>
        {!admin && <Notice>{words.readOnly}</Notice>}
        <TextBox label={words.name} required disabled={!admin} {...form.box('name')} />
        <Select
          label={words.zone}
          hint={words.zoneHint}
          search
          disabled={!admin}
          value={form.values.time_zone}
          onChange={(value) => value && form.set({ time_zone: value })}
          options={options(Intl.supportedValuesOf('timeZone'), time_zone)}
        />
        <Select
          label={words.currency}
          disabled={!admin}
          value={form.values.currency}
          onChange={(value) => value && form.set({ currency: value })}
          options={options(CURRENCIES, currency)}
        />
        <Select
          label={words.language}
          disabled={!admin}
          value={form.values.language}
          onChange={(value) => value && form.set({ language: value })}
          options={[
            { value: 'ja', label: words.ja },
            { value: 'en', label: words.en },
          ]}
        />
      </Form>
    </div>
  );
}

/** The whole page is loaded anew: with the demo data everything that was read has changed. */
function useDemo() {
  const words = useSettingsWords().workspace;
  const [ask, asking] = useQuestion();
  const remove = () =>
    ask({
      title: words.demoAsk,
      text: words.demoAskText,
      act: words.demoRemove,
      run: async () => {
        if (!(await demoRemove())) return;
        toast(words.demoGone);
        everythingChanged();
      },
    });
  return { remove, asking };
}

export function WorkspacePart() {
  const words = useSettingsWords().workspace;
  const me = useMe();
  const admin = useMay('admin');
  const demo = useDemo();
  const rebuild = () =>
    api('/rebuilds', { method: 'POST', body: { what: 'all' } })
      .then(() => toast(words.rebuildStarted))
      .catch(toastError);
  return (
    <>
      <Card>
        <WorkspaceForm key={me.workspace.version} workspace={me.workspace} admin={admin} />
      </Card>
      {admin && me.workspace.demo && (
        <Card title={words.demo}>
          <p>
            <Muted>{words.demoText}</Muted>
          </p>
          <Button danger onClick={demo.remove}>
            {words.demoRemove}
          </Button>
        </Card>
      )}
      {admin && (
        <Card title={words.rebuild}>
          <p>
            <Muted>{words.rebuildText}</Muted>
          </p>
          <Button onClick={() => void rebuild()}>{words.rebuildRun}</Button>
        </Card>
      )}
      {demo.asking}
    </>
  );
}
