/**
 * The bundle's format: entry names, manifest, checksums.
 *
 * <p>May import: {@code common}, Jackson.
 */
package io.vmgather.common.bundle;
