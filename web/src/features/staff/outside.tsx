/* The frame of the pages before signing in: the name, one card, the choice of language. */
import type { ReactNode } from 'react';
import { languageSet, useLanguage } from '../../lib/language';
import { usePageName } from '../../lib/page-name';
import { TextButton } from '../../ui/button';
import css from './outside.module.css';
import { useStaffWords } from './words';

export function Outside({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const words = useStaffWords();
  const language = useLanguage();
  usePageName(title);
  return (
    <main className={css.outside}>
      <p className={css.name}>
        Banso<span>.</span>
      </p>
      <p className={css.tagline}>{words.tagline}</p>
      <section className={css.card}>
        <h1 className={css.title}>{title}</h1>
        {text && <p className={css.text}>{text}</p>}
        {children}
      </section>
      <p className={css.language}>
        {language === 'ja' ? (
          <span lang="en">
            <TextButton onClick={() => languageSet('en')}>{words.english}</TextButton>
          </span>
        ) : (
          <span lang="ja">
            <TextButton onClick={() => languageSet('ja')}>{words.japanese}</TextButton>
          </span>
        )}
      </p>
    </main>
  );
}
