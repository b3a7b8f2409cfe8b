/* All teams: who is in each, and what is theirs. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../../api/query';
import type { Team } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button } from '../../ui/button';
import { Card, Muted, Tag } from '../../ui/layout';
import { Empty, Shown } from '../../ui/state';
import { type Column, DataTable } from '../../ui/table';
import { TeamDrawer, TOPICS } from './edit';
import css from './team.module.css';
import { useTeamWords } from './words';

function Members({ team }: { team: Team }) {
  const words = useTeamWords();
  if (team.members.length === 0) return <Muted small>{words.nobody}</Muted>;
  return (
    <span className={css.chips}>
      {team.members.map((one) => (
        <Tag key={one.id} tone={one.active ? undefined : 'past'}>
          {one.active ? one.name : words.left(one.name)}
        </Tag>
      ))}
    </span>
  );
}

function useColumns(): Column<Team>[] {
  const words = useTeamWords();
  const language = useLanguage();
  const used = (team: Team) =>
    team.used_by.map((one) => words.count(countText(one.count), one[language])).join(language === 'ja' ? '、' : ', ');
  return [
    {
      id: 'name',
      name: words.name,
      width: 200,
      fixed: true,
      cell: (team) => (
        <span className={css.name}>
          <strong>{team.name}</strong>
          {team.about && <Muted small>{team.about}</Muted>}
        </span>
      ),
    },
    { id: 'members', name: words.members, width: 320, cell: (team) => <Members team={team} /> },
    { id: 'lead', name: words.lead, width: 140, cell: (team) => team.lead ?? <Muted small>–</Muted> },
    { id: 'used', name: words.theirs, width: 180, cell: (team) => used(team) || <Muted small>{words.nothing}</Muted> },
  ];
}

export function TeamsPart() {
  const words = useTeamWords();
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  const { make } = useSearch({ strict: false }) as { make?: string };
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Team | null>(null);
  const reading = useRead<{ items: Team[] }>({ path: '/teams', topics: [...TOPICS, 'staff'] });
  const columns = useColumns();
  const open = mayManage && (adding || editing !== null || make !== undefined);

  function close(): void {
    setAdding(false);
    setEditing(null);
    if (make !== undefined) void navigate({ to: '/settings/teams', replace: true });
  }
  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {mayManage && (
          <Button strong onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </div>
      <Shown reading={reading}>
        {({ items }) => (
          <Card flush>
            <DataTable
              name="teams"
              label={words.title}
              columns={columns}
              rows={items}
              rowId={(team) => String(team.id)}
              rowLabel={(team) => team.name}
              onOpen={mayManage ? setEditing : undefined}
              empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
            />
          </Card>
        )}
      </Shown>
      <TeamDrawer team={editing} open={open} onClose={close} />
    </>
  );
}
