/* What the account itself shows on its page. */
import { type AccountPart, type AccountParts, editor } from '../../ui/feature';
import { Tag } from '../../ui/layout';
import { Away, useStaff } from '../../ui/staff';
import { DetailsCard } from './details';
import { EditAccount } from './edit-account';
import { MergedCard } from './merged';
import { useAccountWords } from './words';

function Standing({ part: { account } }: { part: AccountPart }) {
  const words = useAccountWords();
  return (
    <>
      {account.test && (
        <span title={words.testHint}>
          <Tag tone="past">{words.test}</Tag>
        </span>
      )}{' '}
      {account.touch && <Tag>{words.touch[account.touch]}</Tag>}{' '}
      {account.stage && account.stage !== account.status && <Tag>{words.stage[account.stage]}</Tag>}{' '}
    </>
  );
}

/** While the owner is away: until when, and who stands in. */
function Care({ part: { account, asOf } }: { part: AccountPart }) {
  const words = useAccountWords();
  const staff = useStaff();
  const who = staff.find((one) => one.id === account.standing_in_id);
  if (asOf) return null;
  return (
    <>
      <Away id={account.owner_id} /> {who && <Tag>{words.standingIn(who.name)}</Tag>}{' '}
    </>
  );
}

export const account: AccountParts = {
  marks: [
    { order: 30, below: true, Mark: Standing },
    { order: 35, below: true, Mark: Care },
  ],
  said: [
    { order: 10, say: ({ owner }) => (owner ? useAccountWords.now().owner(owner) : useAccountWords.now().noOwner) },
    { order: 15, say: ({ team }) => (team ? useAccountWords.now().teamIs(team) : null) },
    { order: 30, say: ({ parent }) => (parent ? useAccountWords.now().parentIs(parent) : null) },
  ],
  cards: [
    { area: 'foot', order: 40, Card: DetailsCard },
    { area: 'foot', order: 41, Card: MergedCard },
  ],
  acts: [{ order: 20, right: 'manage', name: { en: 'Edit account', ja: '顧客企業を編集' }, editing: { what: 'account' } }],
  editors: { account: editor(() => useAccountWords.now().edit, EditAccount) },
};
