/**
 * The bundle in the making: staged, deflated, checksummed, zipped; and a finished one, looked into.
 *
 * <p>May import: {@code common}, {@code common.bundle}, {@code exporter.deflate}, Commons Compress,
 * Jackson.
 */
package io.vmgather.exporter.bundle;
