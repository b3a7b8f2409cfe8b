/* The way to the page on which a check is mended. */
import { Link } from '@tanstack/react-router';
import type { QualityCheck } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { accountsWhere } from '../../ui/address';

export function Mend({ check }: { check: QualityCheck }) {
  const language = useLanguage();
  const name = language === 'ja' ? check.mend_ja : check.mend;
  return check.filter ? <Link {...accountsWhere(check.filter)}>{name}</Link> : <Link to={check.to}>{name}</Link>;
}
