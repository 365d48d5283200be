import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  byName,
  byValue,
  codes,
  isCodeName,
  type CodeOf,
  type CodeRow,
  type Policy,
} from '../../machines/codes.ts';

const rows: readonly CodeRow[] = codes;

const documented = readFileSync(new URL('../fixtures/codes.csv', import.meta.url), 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1);

/** A row as the fixture writes it: `26,QUERYUSERNUM_E_BYUSER,501,query,yes`. */
const asDocumented = (row: CodeRow, index: number): string =>
  [index + 1, row.name, row.value, row.group, row.deprecated ? 'yes' : 'no'].join(',');

const namesWith = (policy: Policy): readonly string[] =>
  rows.filter((row) => row.policy === policy).map((row) => row.name);

describe('codes', () => {
  test('codes: the table equals the documentation row by row', () => {
    expect(rows.map(asDocumented)).toEqual(documented);
  });

  test('codes: 42 names share 41 numbers, and six are deprecated', () => {
    expect(rows).toHaveLength(42);
    expect(new Set(rows.map((row) => row.name)).size).toBe(42);
    expect(new Set(rows.map((row) => row.value)).size).toBe(41);
    expect(rows.filter((row) => row.deprecated)).toHaveLength(6);
  });

  test('codes: byName gives the very row of every name', () => {
    expect(codes.map((row) => byName(row.name))).toEqual(rows);
  });

  test('codes: byValue gives the one row of every number but 501', () => {
    for (const row of rows.filter(({ value }) => value !== 501)) {
      expect(byValue(row.value)).toEqual([row]);
    }
  });

  test('QUERYUSERNUM_E_BYUSER: shares 501 with the timeout, which comes first', () => {
    expect(byValue(501)).toEqual([
      byName('QUERYUSERNUM_E_TIMEOUT'),
      byName('QUERYUSERNUM_E_BYUSER'),
    ]);
  });

  test('QUERYUSERNUM_E_BYUSER: is the only row with another number in the headers', () => {
    const others = rows.filter((row) => row.headerValue !== undefined);

    expect(others.map((row) => [row.name, row.headerValue])).toEqual([
      ['QUERYUSERNUM_E_BYUSER', 502],
    ]);
    expect(byValue(502)).toEqual([]);
  });

  test('codes: a number outside the table has no rows', () => {
    expect(byValue(9999)).toEqual([]);
    expect(byValue(Number.NaN)).toEqual([]);
  });

  test('codes: isCodeName knows every name, in exactly this spelling', () => {
    expect(rows.every((row) => isCodeName(row.name))).toBe(true);
    expect(isCodeName('invite_e_timeout')).toBe(false);
    expect(isCodeName('501')).toBe(false);
    expect(isCodeName('toString')).toBe(false);
    expect(isCodeName('')).toBe(false);
  });

  test.each(rows)('codes: $name speaks English and Chinese and names its evidence', (row) => {
    for (const text of [row.meaning, row.advice]) {
      expect(text.en).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
      expect(text.zh).toMatch(/\p{Script=Han}.*。$/u);
    }
    expect(row.source).toMatch(/^TABLE\b/);
    expect(row.deliveredBy.native).toMatch(/^on[A-Z]\w+\(.*\becode\b.*\)$/);
    expect(row.deliveredBy.web).not.toBe('');
  });

  test('codes: no two rows share a meaning or an advice', () => {
    const sentences = rows.flatMap(({ meaning, advice }) => [
      meaning.en,
      meaning.zh,
      advice.en,
      advice.zh,
    ]);

    expect(new Set(sentences).size).toBe(42 * 4);
  });

  test('codes: the Web SDK 1.4.0 gives ten numbers and no more', () => {
    const given = rows.filter((row) => row.deliveredBy.web14 !== null);

    expect(given.map((row) => row.value)).toEqual([0, 100, 101, 102, 103, 201, 204, 206, 207, 209]);
    for (const row of given) expect(row.deliveredBy.web14).toContain(`(${row.value})`);
  });

  test('codes: a client asks the user about three codes only', () => {
    expect(namesWith('askUser')).toEqual([
      'LOGOUT_E_KICKED',
      'LOGIN_E_TOKEN_KICKED',
      'LEAVECHANNEL_E_KICKED',
    ]);
  });

  test('codes: a fresh token helps against three codes only', () => {
    expect(namesWith('refreshToken')).toEqual([
      'LOGOUT_E_TOKENEXPIRED',
      'LOGIN_E_TOKENEXPIRED',
      'GENERAL_E_NOT_LOGIN',
    ]);
  });

  test('codes: CodeOf gives the names of one or several groups', () => {
    expectTypeOf<CodeOf<'join'>>().toEqualTypeOf<'JOINCHANNEL_E_OTHER'>();
    expectTypeOf<CodeOf<'success' | 'message'>>().toEqualTypeOf<
      'SUCCESS' | 'SENDMESSAGE_E_OTHER' | 'SENDMESSAGE_E_TIMEOUT'
    >();
  });
});
