import { DateInput, DatesProvider } from '@mantine/dates';
import dayjs from 'dayjs';
import 'dayjs/locale/ja';
import { useLanguage } from '../lib/language';
import { BELOW, type DateProps } from './field';
import { useKitWords } from './words';

/** What people type: 2026/11/22, 2026-11-22, 20261122, 11/22 (this year), 22 Nov 2026, 2026年11月22日. */
function dayTyped(text: string): string | null {
  const tidy = text.normalize('NFKC').trim();
  const japanese = /^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日$/.exec(tidy);
  const plain = /^(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})$/.exec(tidy) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(tidy);
  const found = japanese ?? plain;
  const parsed = found ? dayjs(`${found[1] ?? dayjs().year()}-${found[2]}-${found[3]}`) : dayjs(tidy);
  return parsed.isValid() ? parsed.format('YYYY-MM-DD') : null;
}

export default function Calendar(props: DateProps) {
  const language = useLanguage();
  const words = useKitWords();
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: language === 'ja' ? 0 : 1 }}>
      <DateInput
        label={props.label}
        description={props.hint}
        inputWrapperOrder={BELOW}
        error={props.error || undefined}
        withAsterisk={props.required}
        disabled={props.disabled}
        placeholder={props.placeholder}
        aria-label={props.label ? undefined : props.name}
        size={props.size ?? 'sm'}
        w={props.width}
        value={props.value}
        onChange={props.onChange}
        dateParser={dayTyped}
        valueFormat={language === 'ja' ? 'YYYY年M月D日' : 'D MMM YYYY'}
        minDate={props.min}
        maxDate={props.max}
        clearable={props.clearable}
        clearButtonProps={{ 'aria-label': words.clearDay }}
        popoverProps={{ withinPortal: true, transitionProps: { duration: 0 } }}
      />
    </DatesProvider>
  );
}
