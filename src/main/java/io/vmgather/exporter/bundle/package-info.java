/**
 * The bundle in the making: staged, deflated, checksummed, zipped.
 *
 * <p>May import: {@code common}, {@code common.bundle}.
 */
package io.vmgather.exporter.bundle;
