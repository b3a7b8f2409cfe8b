/* Gauges: the numbers that events carry, by event name and property. */
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { EventNameCount, Gauge } from '../../api/types';
import { named, useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { TextButton } from '../../ui/button';
import { Dialog, useQuestion } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { Card, Muted } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast } from '../../ui/toast';
import css from './catalog.module.css';
import { useCatalogWords } from './words';

const TOPICS = ['gauge', 'gauges', 'event-names', 'usage'];

function GaugeDialog({ gauge, onClose }: { gauge: Gauge | null; onClose: () => void }) {
  const words = useCatalogWords();
  const reading = useRead<{ items: EventNameCount[] }>({ path: '/event-names', topics: TOPICS });
  const form = useForm({
    name: gauge?.name ?? '',
    name_ja: gauge?.name_ja ?? '',
    event: gauge?.event ?? '',
    property: gauge?.property ?? '',
    unit: gauge?.unit ?? '',
  });
  const events = [...new Set([...(gauge ? [gauge.event] : []), ...(reading.data?.items ?? []).map((item) => item.name)])];
  const { name, event, property } = form.values;

  async function save(values: typeof form.values): Promise<void> {
    const body = { ...values, name_ja: values.name_ja || null, unit: values.unit || null };
    if (gauge) await api(`/gauges/${gauge.id}`, { method: 'PATCH', body, version: gauge.version });
    else await api('/gauges', { method: 'POST', body });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={gauge ? gauge.name : words.newGauge}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={[name, event, property].some((text) => text.trim() === '')}>
        <Row>
          <TextBox label={words.name} required autoFocus {...form.box('name')} />
          <TextBox label={words.nameJa} {...form.box('name_ja')} />
        </Row>
        {events.length > 0 ? (
          <Select
            label={words.eventName}
            search
            value={event || null}
            error={form.box('event').error}
            onChange={(next) => form.set({ event: next ?? '' })}
            options={events.map((one) => ({ value: one, label: one }))}
          />
        ) : (
          <TextBox label={words.eventName} required {...form.box('event')} />
        )}
        <Row>
          <TextBox label={words.property} hint={words.propertyHint} required {...form.box('property')} />
          <TextBox label={words.unit} hint={words.unitHint} {...form.box('unit')} />
        </Row>
      </Form>
    </Dialog>
  );
}

export function Gauges() {
  const words = useCatalogWords();
  const language = useLanguage();
  const mayManage = useMay('manage');
  const [editing, setEditing] = useState<Gauge | 'new' | null>(null);
  const [ask, asking] = useQuestion();
  const reading = useRead<{ items: Gauge[] }>({ path: '/gauges', topics: TOPICS });

  function remove(gauge: Gauge): void {
    ask({
      title: words.deleteAsk(named(gauge, language)),
      text: words.gaugeDeleteText,
      act: words.delete,
      run: async () => {
        await api(`/gauges/${gauge.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  }

  return (
    <Shown reading={reading}>
      {({ items }) => (
        <Card title={words.gauges} beside={mayManage && <TextButton onClick={() => setEditing('new')}>{words.addGauge}</TextButton>}>
          <p>
            <Muted small>{words.gaugesText}</Muted>
          </p>
          {items.length === 0 ? (
            <Muted>{words.noGauges}</Muted>
          ) : (
            <div className={css.scroll}>
              <SmallTable
                label={words.gauges}
                head={[words.gauge, words.eventName, words.property, words.unit]}
                acts={words.edit}
                rows={items.map((gauge) => [
                  named(gauge, language),
                  <span key="event" className={css.names}>
                    {gauge.event}
                  </span>,
                  <span key="property" className={css.names}>
                    {gauge.property}
                  </span>,
                  gauge.unit ?? '',
                  mayManage && (
                    <span key="acts" className={css.acts}>
                      <TextButton onClick={() => setEditing(gauge)}>{words.edit}</TextButton>
                      <TextButton danger onClick={() => remove(gauge)}>
                        {words.delete}
                      </TextButton>
                    </span>
                  ),
                ])}
              />
            </div>
          )}
          {editing && <GaugeDialog gauge={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
          {asking}
        </Card>
      )}
    </Shown>
  );
}
