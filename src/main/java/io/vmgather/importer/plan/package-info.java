/**
 * What becomes of a line on its way to the target: labels, times, thinning, splitting; and what a
 * person wants to know of it beforehand.
 *
 * <p>May import: {@code common}, {@code common.bundle}, {@code common.line}.
 */
package io.vmgather.importer.plan;
