/* Contracts on the account's page. */
import type { Contract } from '../../api/types';
import { type AccountPart, type AccountParts, editor } from '../../ui/feature';
import { Tag } from '../../ui/layout';
import { ContractsCard } from './card';
import { Cancellation, ContractList, EditContract, NewContract } from './edit';
import { EditLine, type LineEdited } from './edit-line';
import { useContractWords } from './words';

/** A paying account needs no mark. */
function Status({ part: { account } }: { part: AccountPart }) {
  const words = useContractWords();
  if (account.status === 'paying') return null;
  return <Tag tone={account.status === 'left' ? 'bad' : undefined}>{words.status[account.status]}</Tag>;
}

function lineTitle({ line, correct }: LineEdited): string {
  const words = useContractWords.now();
  if (!line) return words.addLine;
  return correct ? words.correctTitle : words.changeTitle;
}

export const account: AccountParts = {
  marks: [{ order: 20, Mark: Status }],
  cards: [{ area: 'top', order: 30, Card: ContractsCard }],
  acts: [
    { order: 40, right: 'manage', circle: 'revenue', name: { en: 'Add a contract', ja: '契約を追加' }, editing: { what: 'contract' } },
  ],
  editors: {
    contract: editor(() => useContractWords.now().newContract, NewContract),
    contracts: editor(() => useContractWords.now().contract, ContractList),
    terms: editor<Contract>(() => useContractWords.now().editContract, EditContract),
    cancellation: editor<Contract>(() => useContractWords.now().cancel, Cancellation),
    line: editor(lineTitle, EditLine),
  },
};
