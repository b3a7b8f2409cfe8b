/* The reference of the API, drawn from the openapi.json of this very server: nothing is fetched from elsewhere. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import { useRead } from '../../api/query';
import { DownloadLink } from '../../ui/button';
import { Card, Muted } from '../../ui/layout';
import { SearchBox } from '../../ui/search-box';
import { Empty, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import css from './reference.module.css';
import { type Document, fits, type Listed, mediaOf, operationsOf, schemaText, typeText } from './reference-schema';
import { useReferenceWords } from './reference-words';

/** The two marks that descriptions use: **bold** and `code`. */
function marked(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, at) => {
    if (part.startsWith('**')) return <strong key={at}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`')) return <code key={at}>{part.slice(1, -1)}</code>;
    return <Fragment key={at}>{part}</Fragment>;
  });
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    <>
      <h3 className={css.label}>{label}</h3>
      <section className={css.code} tabIndex={0} aria-label={label}>
        <pre>{children}</pre>
      </section>
    </>
  );
}

function Details({ document, listed }: { document: Document; listed: Listed }) {
  const words = useReferenceWords();
  const { operation } = listed;
  const body = mediaOf(operation.requestBody?.content);
  const answer = mediaOf(operation.responses['2XX']?.content);
  return (
    <div className={css.body}>
      <p>{marked(operation.description)}</p>
      {operation.parameters.length > 0 && (
        <>
          <h3 className={css.label}>{words.parameters}</h3>
          <SmallTable
            label={words.parameters}
            head={[words.name, words.type, words.about]}
            rows={operation.parameters.map((one) => [
              <span key="name">
                <code>{one.name}</code> {one.required && <Muted small>{words.required}</Muted>}
              </span>,
              typeText(one.schema),
              one.description ?? '',
            ])}
          />
        </>
      )}
      {body?.schema && <Code label={words.body}>{schemaText(document, body.schema)}</Code>}
      {body?.example !== undefined && <Code label={words.example}>{JSON.stringify(body.example, null, 2)}</Code>}
      {answer?.schema && <Code label={words.answer}>{schemaText(document, answer.schema)}</Code>}
    </div>
  );
}

/* What is closed is not drawn: there are hundreds. */
function Route({ document, listed }: { document: Document; listed: Listed }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={css.route} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={css.method} data-method={listed.method}>
          {listed.method}
        </span>
        <code className={css.path}>{listed.path}</code>
        <span className={css.summary}>{listed.operation.summary}</span>
      </summary>
      {open && <Details document={document} listed={listed} />}
    </details>
  );
}

function Reference({ document }: { document: Document }) {
  const words = useReferenceWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { q?: string };
  const asked = search.q?.trim() ?? '';
  const found = operationsOf(document).filter((listed) => fits(listed, asked));
  const groups = document.tags.map(({ name }) => ({ name, routes: found.filter(({ operation }) => operation.tags[0] === name) }));
  return (
    <>
      <div className={css.tools}>
        <div className={css.search}>
          <SearchBox
            name={words.search}
            value={search.q ?? ''}
            onChange={(q) => void navigate({ to: '/settings/api', search: { q: q || undefined } as never, replace: true })}
          />
        </div>
        <DownloadLink href="/api/v1/openapi.json">{words.download}</DownloadLink>
      </div>
      {words.english && <Muted>{words.english}</Muted>}
      <div className={css.groups} lang="en">
        {!asked && (
          <Card title={words.overview}>
            <div className={css.overview}>
              {document.info.description.split('\n\n').map((paragraph, at) => (
                <p key={at}>{marked(paragraph)}</p>
              ))}
            </div>
          </Card>
        )}
        {groups
          .filter(({ routes }) => routes.length > 0)
          .map(({ name, routes }) => (
            <Card key={name} title={name} beside={words.count(routes.length)}>
              {routes.map((listed) => (
                <Route key={listed.operation.operationId} document={document} listed={listed} />
              ))}
            </Card>
          ))}
      </div>
      {found.length === 0 && <Empty title={words.none}>{words.noneText}</Empty>}
    </>
  );
}

export function ReferencePart() {
  const reading = useRead<Document>({ path: '/openapi.json', topics: [] });
  return <Shown reading={reading}>{(document) => <Reference document={document} />}</Shown>;
}
