import css from './avatar.module.css';

/** "MS" of Misaki Sato; of a name in Japanese its first letter. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(first) ? (first + last).toUpperCase() : first;
}

/** Somebody who works here, by face and name. */
export function Person({ name }: { name: string }) {
  return (
    <span className={css.person}>
      <Avatar name={name} />
      <span className={css.name}>{name}</span>
    </span>
  );
}

/** A person in 20 px. Who does not see it reads the name, which stands beside it. */
export function Avatar({ name }: { name: string }) {
  return <span className={css.avatar} data-initials={initialsOf(name)} aria-hidden="true" />;
}
