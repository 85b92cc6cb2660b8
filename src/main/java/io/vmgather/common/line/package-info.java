/**
 * One line of {@code /api/v1/export}: where its parts are and whether they are sound.
 *
 * <p>May import: {@code common}.
 */
package io.vmgather.common.line;
