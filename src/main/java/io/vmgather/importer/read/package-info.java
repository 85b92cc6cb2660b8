/**
 * Opens what is to be imported, refuses what could do harm, and gives its lines, sound or not.
 *
 * <p>May import: {@code common}, {@code common.bundle}, {@code common.line}.
 */
package io.vmgather.importer.read;
