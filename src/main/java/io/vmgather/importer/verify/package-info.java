/**
 * Whether all that was sent has arrived: counted series by series on the target, with the likely
 * cause of what is missing.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code common.bundle}, {@code common.plot},
 * Jackson.
 */
package io.vmgather.importer.verify;
