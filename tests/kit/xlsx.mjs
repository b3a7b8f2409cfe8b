// Workbooks for tests: zip archives written by hand, so that a test says what is in them, right or wrong.
import { crc32, deflateRawSync } from 'node:zlib';

/** { 'xl/workbook.xml': text } as a zip archive; a part may be { bytes, says } to lie about its size. */
export function zip(parts) {
  const files = [], central = [];
  let at = 0;
  for (const [name, part] of Object.entries(parts)) {
    const bytes = Buffer.from(part.bytes ?? part), packed = deflateRawSync(bytes, { level: 9 }), file_name = Buffer.from(name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x800, 2);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(part.says ?? bytes.length, 18);
    about.writeUInt16LE(file_name.length, 22);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), about, file_name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, rest, file_name);
    at += 30 + file_name.length + packed.length;
  }
  const list = Buffer.concat(central), end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, list, end]);
}

const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = list => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
  .map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** The styles by their number: none, a day, a day with a time, an era, five zeros, a time, an amount in yen. */
export const STYLES = { day: 1, moment: 2, era: 3, zeros: 4, time: 5, yen: 6 };
const FORMATS = ['yyyy"年"m"月"d"日"', 'yyyy/mm/dd\\ hh:mm', '[$-411]ggge"年"m"月"d"日"', '00000', 'h:mm', '[$¥-411]#,##0;[Red]-[$¥-411]#,##0'];
const styles = `<styleSheet><numFmts>${FORMATS.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escaped(code)}"/>`).join('')}</numFmts>` +
  `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${FORMATS.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('')}</cellXfs></styleSheet>`;

const letters = column => (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

/* A text, a number, { v, s } with a style, { inline }, { raw } for a cell as XML, null for none. */
function cell_xml(cell, place, strings) {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'string') {
    strings.push(cell);
    return `<c r="${place}" t="s"><v>${strings.length - 1}</v></c>`;
  }
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (cell.inline !== undefined) return `<c r="${place}" t="inlineStr"><is><r><t>${escaped(cell.inline)}</t></r><rPh><t>よみ</t></rPh></is></c>`;
  if (cell.error) return `<c r="${place}" t="e"><v>${cell.error}</v></c>`;
  return `<c r="${place}" s="${cell.s}"><f>TODAY()</f><v>${cell.v}</v></c>`;
}

/** Sheets by their names: rows by their number, or a list of rows. `hidden`: names of sheets that are not shown. */
export function workbook(sheets, { from_1904 = false, hidden = [], parts = {} } = {}) {
  const strings = [], names = Object.keys(sheets), made = {};
  names.forEach((name, at) => {
    const rows = Array.isArray(sheets[name]) ? sheets[name].map((row, index) => [index + 1, row]) : Object.entries(sheets[name]);
    const xml = rows.map(([line, row]) => `<row r="${line}">${row.map((cell, column) => cell_xml(cell, `${letters(column)}${line}`, strings)).join('')}</row>`).join('');
    made[`xl/worksheets/sheet${at + 1}.xml`] = `<?xml version="1.0"?><x:worksheet xmlns:x="urn:x"><sheetData>${xml}</sheetData><mergeCells/></x:worksheet>`;
  });
  return zip({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns:r="${RELATIONS}"><workbookPr date1904="${from_1904 ? 1 : 0}"/><sheets>${names
      .map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 7}" ${hidden.includes(name) ? 'state="hidden"' : ''} r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([...names.map((_, at) => [`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`]),
      ['rIdS', 'sharedStrings', '/xl/sharedStrings.xml'], ['rIdY', 'styles', 'styles.xml']]),
    'xl/styles.xml': styles,
    'xl/sharedStrings.xml': `<sst>${strings.map(text => `<si><t>${escaped(text)}</t><rPh><t>フリガナ</t></rPh></si>`).join('')}</sst>`,
    ...made,
    ...parts,
  });
}
