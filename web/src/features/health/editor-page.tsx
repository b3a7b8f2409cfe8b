/* One scorecard: what it says, what the draft would say, and its publication. The draft saves itself. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Definition, Scorecard, ScorecardPreview } from '../../api/types';
import { conditionOf, type Group, groupOf } from '../../lib/condition';
import { today } from '../../lib/dates';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { useSettled } from '../../lib/settled';
import { Button, Menu, TextButton } from '../../ui/button';
import { type Naming, useNaming } from '../../ui/catalogue';
import { ConditionBuilder } from '../../ui/condition';
import { Dialog, useQuestion } from '../../ui/dialog';
import { NumberBox, Select, TextBox } from '../../ui/field';
import { OnOff } from '../../ui/field-more';
import { Form, useForm } from '../../ui/form';
import { Muted, Notice, Page, Tag } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast, toastError } from '../../ui/toast';
import { definitionOf, draftOf } from './draft';
import css from './health.module.css';
import { productOptions, segmentText } from './list-page';
import { Points, Thresholds } from './points';
import { Preview } from './preview';
import { type Proposal, PublishSheet } from './publish';
import { RecordCard } from './record';
import { Rules } from './rules';
import { Versions } from './versions';
import { useHealthWords } from './words';

const TOPICS = ['scorecards', 'scorecard', 'health'];
const SAVE_MS = 600;
const BLANK: Definition = { rules: [], points: [], bad_below: 40, good_from: 70, unknown_below: 0.5 };

interface Saving {
  saved: boolean;
  /** The last try failed; the next change tries again by itself, `again` at once. */
  failed: boolean;
  again: () => void;
  /** Of the scorecard, after the last save. */
  version: () => number;
}

/** Saves the draft when it rests; tells whether everything is saved. */
function useSaving(card: Scorecard, definition: Definition, editable: boolean): Saving {
  const version = useRef(card.version);
  const text = JSON.stringify(definition);
  const [saved, setSaved] = useState(text);
  const [failed, setFailed] = useState<string | null>(null);
  const resting = useSettled(text, SAVE_MS);
  useEffect(() => {
    version.current = Math.max(version.current, card.version);
  }, [card.version]);
  useEffect(() => {
    if (!editable || resting === saved || resting === failed) return;
    api<Scorecard>(`/scorecards/${card.id}/draft`, { method: 'PUT', body: JSON.parse(resting), version: version.current })
      .then((next) => {
        version.current = next?.version ?? version.current + 1;
        setSaved(resting);
        setFailed(null);
        topicsChanged(['scorecards']);
      })
      .catch((error: unknown) => {
        setFailed(resting);
        toastError(error);
      });
  }, [resting, saved, failed, editable, card.id]);
  return { saved: text === saved, failed: text === failed, again: () => setFailed(null), version: () => version.current };
}

function usePreview(card: Scorecard, now: Definition, asOf: string, enabled: boolean) {
  const definition = useSettled(JSON.stringify(now), 300);
  const body = {
    scorecard_id: card.id,
    purpose: card.purpose,
    product_id: card.product_id,
    segment: card.segment,
    definition: JSON.parse(definition),
    as_of: asOf,
  };
  return useQuery({
    queryKey: ['/scorecards/preview', body],
    queryFn: ({ signal }) => api<ScorecardPreview>('/scorecards/preview', { method: 'POST', body, signal }),
    meta: { topics: [] },
    enabled,
    placeholderData: (before) => before,
  });
}

function Frame({ card, open, onClose, naming }: { card: Scorecard; open: boolean; onClose: () => void; naming: Naming }) {
  const words = useHealthWords();
  const [segment, setSegment] = useState<Group>(() => groupOf(card.segment));
  const form = useForm({
    name: card.name,
    product: card.product_id === null ? 'all' : String(card.product_id),
    enabled: card.enabled,
    position: card.position as number | null,
  });

  async function save(values: typeof form.values): Promise<void> {
    const body = {
      name: values.name,
      product_id: values.product === 'all' ? null : Number(values.product),
      enabled: values.enabled,
      position: values.position ?? 1,
      segment: conditionOf(segment),
    };
    await api(`/scorecards/${card.id}`, { method: 'PATCH', body, version: card.version });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open={open} onClose={onClose} title={words.segmentEdit} size="lg">
      <Form form={form} onSend={save} onCancel={onClose}>
        <TextBox label={words.name} required {...form.box('name')} />
        <Select
          label={words.product}
          value={form.values.product}
          onChange={(product) => form.set({ product: product ?? 'all' })}
          options={productOptions(naming, words.allProducts)}
        />
        <div>
          <div className={css.label}>{words.segment}</div>
          <Muted small>{words.segmentHint}</Muted>
          <ConditionBuilder label={words.segment} value={segment} onChange={setSegment} naming={naming} />
        </div>
        <NumberBox label={words.position} hint={words.order} min={1} {...form.box('position')} />
        <OnOff label={words.enabled} value={form.values.enabled} onChange={(enabled) => form.set({ enabled })} />
      </Form>
    </Dialog>
  );
}

function useActs(card: Scorecard, onReset: () => void) {
  const words = useHealthWords();
  const navigate = useNavigate();
  const [ask, asking] = useQuestion();

  function published(): void {
    topicsChanged([...TOPICS, 'accounts', 'today']);
    toast(words.publishedToast);
    onReset();
  }

  const discard = () =>
    ask({
      title: words.discardAsk,
      text: words.discardText,
      act: words.discard,
      run: async () => {
        await api(`/scorecards/${card.id}/draft`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.discarded);
        onReset();
      },
    });
  const remove = () =>
    ask({
      title: words.deleteAsk,
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/scorecards/${card.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
        void navigate({ to: '/health' });
      },
    });
  return { published, discard, remove, asking };
}

function Editor({ card, onReset }: { card: Scorecard; onReset: () => void }) {
  const words = useHealthWords();
  const naming = useNaming();
  const editable = useMay('manage');
  const [draft, setDraft] = useState(() => draftOf(card.draft ?? card.published ?? BLANK));
  const [asOf, setAsOf] = useState(today());
  const [framing, setFraming] = useState(false);
  const [listing, setListing] = useState(false);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const definition = definitionOf(draft, naming.catalogue);
  const { saved, failed, again, version } = useSaving(card, definition, editable);
  const preview = usePreview(card, definition, asOf, editable);
  const acts = useActs(card, onReset);
  const differs = !card.published || JSON.stringify(definition) !== JSON.stringify(definitionOf(draftOf(card.published), naming.catalogue));
  const hasDraft = card.draft !== null || (differs && card.published !== null);
  const propose = () => setProposal({ definition, segment: card.segment, product_id: card.product_id, restores: null });

  return (
    <Page
      title={`${words.title} · ${card.name}`}
      beside={
        <>
          <Tag>{differs ? words.draftOf(card.published_version) : words.publishedTag(card.published_version)}</Tag>
          {card.published_version > 0 && <TextButton onClick={() => setListing(true)}>{words.versions}</TextButton>}
          <Muted>
            {words.inSegment(countText(preview.data?.accounts ?? card.accounts))} · {segmentText(card.segment, naming, words.everyone)}
          </Muted>
        </>
      }
      actions={
        editable && (
          <>
            {failed ? (
              <span role="alert">
                <Tag tone="bad">{words.notSaved}</Tag> <TextButton onClick={again}>{words.saveAgain}</TextButton>
              </span>
            ) : (
              <Muted small>{differs && (saved ? words.draftSaved : words.saving)}</Muted>
            )}
            <Button onClick={acts.discard} disabled={!hasDraft || card.published === null}>
              {words.discard}
            </Button>
            <Button strong onClick={propose} disabled={!(differs || card.draft !== null) || !saved}>
              {words.publish}
            </Button>
            <Menu
              label={words.more}
              target="⋯"
              items={[
                { key: 'frame', label: words.segmentEdit, onClick: () => setFraming(true) },
                'line',
                { key: 'delete', label: words.delete, danger: true, onClick: acts.remove },
              ]}
            />
          </>
        )
      }
      notice={!editable && <Notice>{words.notShared}</Notice>}
    >
      <div className={css.editor}>
        <div className={css.column}>
          <Rules draft={draft} onChange={setDraft} fires={preview.data?.fires} naming={naming} editable={editable} />
          <Points
            draft={draft}
            onChange={setDraft}
            published={card.published}
            coverage={preview.data?.coverage}
            naming={naming}
            editable={editable}
            judged={{ card, asOf }}
          />
          <Thresholds draft={draft} onChange={setDraft} editable={editable} />
        </div>
        <div className={css.column}>
          {editable && (
            <Preview
              result={preview.data}
              error={preview.error}
              again={() => void preview.refetch()}
              busy={preview.isFetching}
              asOf={asOf}
              onAsOf={setAsOf}
            />
          )}
          {editable && definition.rules.length + definition.points.length > 0 && <RecordCard card={card} definition={definition} />}
        </div>
      </div>
      {framing && <Frame card={card} open={framing} onClose={() => setFraming(false)} naming={naming} />}
      <Versions
        card={card}
        open={listing}
        onClose={() => setListing(false)}
        naming={naming}
        onRestore={(old) => {
          setListing(false);
          setProposal({ definition: old.definition, segment: old.segment, product_id: old.product_id, restores: old.number });
        }}
      />
      {proposal && (
        <PublishSheet
          card={card}
          proposal={proposal}
          version={version()}
          naming={naming}
          onClose={() => setProposal(null)}
          onDone={acts.published}
        />
      )}
      {acts.asking}
    </Page>
  );
}

export function ScorecardPage() {
  const words = useHealthWords();
  const { id } = useParams({ strict: false }) as { id: string };
  const [generation, setGeneration] = useState(0);
  const reading = useRead<Scorecard>({ path: `/scorecards/${id}`, topics: TOPICS });

  async function reset(): Promise<void> {
    await reading.refetch();
    setGeneration((before) => before + 1);
  }

  if (!reading.data) {
    return (
      <Page title={words.title}>
        <Shown reading={reading} lines={8}>
          {() => null}
        </Shown>
      </Page>
    );
  }
  return (
    <Shown reading={reading} lines={8}>
      {(card) => <Editor key={`${card.id}.${generation}`} card={card} onReset={() => void reset()} />}
    </Shown>
  );
}
