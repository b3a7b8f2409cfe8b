/* Countries by ISO 3166-1, named in the reader's language by the browser. */
import type { Language } from './language';

const CODES = [
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC',
  'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD',
  'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH',
  'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW',
  'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC',
  'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY',
  'UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW',
].flatMap((line) => line.split(' '));

const namers = new Map<Language, Intl.DisplayNames>();

/** The country's name; what is not a code (kept from before codes were required) stays as it is. */
export function countryName(code: string, language: Language): string {
  if (!CODES.includes(code)) return code;
  let namer = namers.get(language);
  if (!namer) {
    namer = new Intl.DisplayNames(language, { type: 'region' });
    namers.set(language, namer);
  }
  return namer.of(code) ?? code;
}

/** All countries by name, as a box offers them; `kept` is added where it is not a code. */
export function countryOptions(language: Language, kept: string | null): { value: string; label: string }[] {
  const order = new Intl.Collator(language);
  const known = CODES.map((code) => ({ value: code, label: `${countryName(code, language)} (${code})` }));
  known.sort((one, other) => order.compare(one.label, other.label));
  return kept && !CODES.includes(kept) ? [{ value: kept, label: kept }, ...known] : known;
}
