/** Which labels tell most about whose metrics these are: those that people look at first. */

const TELLING = /host|node|pod|instance|namespace|cluster|customer|tenant|team|user|domain|url|addr|ip$|path|region|zone|env/i;
const PLAIN = /^-?[\d.]+$|^(true|false)$/;

/**
 * How much a label and its value may tell, for sorting: 2 for a telling name, 1 for any text, 0 for
 * a number or nothing.
 */
export function telling(name, value) {
  if (value === '' || PLAIN.test(value)) {
    return 0;
  }
  return TELLING.test(name) ? 2 : 1;
}
