// Real use and real loss: one course of the Open University, clicks before it began against who withdrew after.
import assert from 'node:assert/strict';
import { accounts, csv_of, foretold, judged, outcome, print_foretold, rows_of, take, trial } from './kit.mjs';

const SET = 'oulad';
const COURSE = ['FFF', '2013J'];

const here = row => row.code_module === COURSE[0] && row.code_presentation === COURSE[1];

/** Those still registered when the course began, with what they clicked until then; no row of clicks means no click. */
function students() {
  const clicks = new Map(rows_of(SET, 'vle_pre_course_features.csv').filter(here).map(row => [row.id_student, row]));
  return rows_of(SET, 'student_registration_processed.csv').filter(here)
    .filter(row => row.date_unregistration === '' || Number(row.date_unregistration) > 0)
    .map(row => ({
      id: row.id_student, clicks: clicks.get(row.id_student)?.pre_course_clicks ?? '0', visits: clicks.get(row.id_student)?.pre_course_interaction_rows ?? '0',
      withdrew: row.unregister_yn === 'Y' ? 'yes' : 'no',
    }));
}

async function scorecard(owner, wanted) {
  const point = (key, weight, high) => ({ key, name: key, measure: { measure: 'field', field: key }, weight, low: 0, high });
  const definition = { rules: [], points: [point('clicks', 50, 200), point('visits', 50, 60)], bad_below: 30, good_from: 70, unknown_below: 0.5 };
  const card = await owner.post('/api/v1/scorecards', { name: 'Activity before the course', purpose: 'retention', definition });
  await owner.post(`/api/v1/scorecards/${card.id}/publication`);
  await judged(owner, wanted);
}

trial(SET, 'activity before the course shows who withdraws', async ({ owner }) => {
  for (const [index, [key, kind]] of [['clicks', 'number'], ['visits', 'number'], ['withdrew', 'flag']].entries()) {
    await owner.post('/api/v1/fields', { object: 'account', key, name: key, kind, choices: [], position: index + 1 });
  }
  const rows = students();
  const mapping = { clicks: 'field:clicks', visits: 'field:visits', withdrew: 'field:withdrew' };
  const made = await take(owner, 'accounts', 'students.csv', csv_of(rows), { mapping });
  assert.deepEqual(outcome(made), [rows.length, 0, rows.length, 0, 0]);
  await scorecard(owner, rows.length);
  const known = await accounts(owner, { attribute: 'band', op: '!=', value: 'UNKNOWN' }, (await owner.get('/api/v1/session')).today);
  const left = new Set(known.filter(row => row.fields.withdrew).map(row => row.id));
  assert.equal(left.size, rows.filter(row => row.withdrew === 'yes').length);
  const found = foretold(known, left);
  print_foretold(`${COURSE.join(' ')}, ${rows.length} students`, found);
  assert.ok(found.rank_left < found.rank_stayed);
});
