/**
 * Lines become deflate (RFC 1951): by zlib, or by an encoder made for them whose every block is
 * checked.
 *
 * <p>May import: {@code common}.
 */
package io.vmgather.exporter.deflate;
