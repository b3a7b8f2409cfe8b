/* What an erasure leaves: the name where staff wrote it. Told before it is done, with a link to each. */
import { useRead } from '../../api/query';
import type { Contact, ContactMentions } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { countText } from '../../lib/numbers';
import { hitsAll } from '../../ui/hits';
import { Shown } from '../../ui/state';
import { useContactWords } from './words';

export function ForgetText({ contact }: { contact: Contact }) {
  const words = useContactWords();
  const language = useLanguage();
  const reading = useRead<ContactMentions>({ path: `/contacts/${contact.id}/mentions`, topics: [] });
  const kinds = new Map(hitsAll());
  return (
    <>
      <p>{words.forgetText}</p>
      <Shown reading={reading} lines={2}>
        {({ name, mentions }) =>
          mentions.length > 0 && (
            <>
              <p>{words.mentioned(name ?? '')}</p>
              <ul>
                {mentions.map(({ kind, count, more }) => (
                  <li key={kind}>
                    <a href={`/search?${new URLSearchParams({ q: name ?? '', kind })}`} target="_blank" rel="noreferrer">
                      {words.mentions(kinds.get(kind)?.name[language] ?? kind, countText(count), more)}
                    </a>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Shown>
    </>
  );
}
